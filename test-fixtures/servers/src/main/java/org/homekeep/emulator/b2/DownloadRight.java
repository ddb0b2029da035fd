package org.homekeep.emulator.b2;

/** What a download authorisation stands for: reading names with a prefix from one bucket. */
record DownloadRight(String bucketId, String namePrefix) {
  boolean covers(String otherBucketId, String name) {
    return otherBucketId.equals(bucketId) && name.startsWith(namePrefix);
  }
}
