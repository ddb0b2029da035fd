package org.homekeep.core.backup.digest;

import org.homekeep.api.backup.StoredBytes;

/**
 * Size and checksums of the bytes of an archive.
 *
 * @param size in bytes
 * @param sha1 in lower-case hex
 * @param sha256 in lower-case hex
 */
public record Digests(long size, String sha1, String sha256) {

  /** Whether a location that says this holds these bytes. */
  public boolean agreesWith(StoredBytes stored) {
    String ours =
        switch (stored.algorithm()) {
          case SHA_1 -> sha1;
          case SHA_256 -> sha256;
        };
    return size == stored.size() && ours.equals(stored.checksum());
  }
}
