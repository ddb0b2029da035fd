package org.homekeep.integrations.backblazeb2;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to be known of an upload in order to go on with it, or to remove what it left.
 *
 * @param bucketId of the bucket that it goes to
 * @param backupId of the backup that is stored
 * @param base the objects' names without their suffixes
 * @param uploadId stands in the file info of what this upload stores
 * @param fileId of the large file; empty while there is none
 * @param partSize bytes in each part but the last
 */
record BegunUpload(
    String bucketId, String backupId, String base, String uploadId, String fileId, int partSize) {

  /** One of which nothing is stored yet. */
  static BegunUpload at(String bucketId, String backupId, String base) {
    return new BegunUpload(bucketId, backupId, base, UUID.randomUUID().toString(), "", 0);
  }

  BegunUpload of(String largeFileId, int sizeOfParts) {
    return new BegunUpload(bucketId, backupId, base, uploadId, largeFileId, sizeOfParts);
  }

  /** Whether it goes to this bucket and folder: both may have been changed since. */
  boolean isIn(Session session) {
    BucketConfig place = session.config();
    return isInBucket(session) && place.holds(place.bucket(), base);
  }

  /** Whether it goes to this bucket, in whichever folder. */
  boolean isInBucket(Session session) {
    return bucketId.equals(session.bucketId());
  }

  String archiveName() {
    return base + Sidecar.ARCHIVE_SUFFIX;
  }

  String sidecarName() {
    return base + Sidecar.SUFFIX;
  }

  /** The note that the hub keeps. */
  String toNote() {
    return new JsonObject()
        .put("bucket_id", bucketId)
        .put("backup_id", backupId)
        .put("base", base)
        .put("upload_id", uploadId)
        .put("file_id", fileId)
        .put("part_size", partSize)
        .encode();
  }

  /** Reads a note; empty when another version wrote it and it says too little. */
  static Optional<BegunUpload> parse(String note) {
    try {
      JsonObject json = new JsonObject(note);
      String backupId = json.getString("backup_id", "");
      String base = json.getString("base", "");
      String uploadId = json.getString("upload_id", "");
      return backupId.isEmpty() || base.isEmpty() || uploadId.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new BegunUpload(
                  json.getString("bucket_id", ""),
                  backupId,
                  base,
                  uploadId,
                  json.getString("file_id", ""),
                  json.getInteger("part_size", 0)));
    } catch (DecodeException | ClassCastException | NullPointerException malformed) {
      return Optional.empty();
    }
  }
}
