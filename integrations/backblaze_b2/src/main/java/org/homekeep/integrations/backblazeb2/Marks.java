package org.homekeep.integrations.backblazeb2;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * What stands in the file info of archives, so that what Homekeep left behind is told from what
 * others put there. Home Assistant does not look at it.
 *
 * @param entryId of the config entry that stored it
 */
record Marks(String entryId) {
  private static final String ENTRY = "homekeep_entry";
  private static final String UPLOAD = "homekeep_upload";
  private static final String BACKUP = "homekeep_backup";

  /** The names under which they stand. */
  static final Set<String> KEYS = Set.of(ENTRY, UPLOAD, BACKUP);

  /** The marks of one upload. */
  Map<String, String> of(BegunUpload upload) {
    return Map.of(ENTRY, entryId, UPLOAD, upload.uploadId(), BACKUP, ofBackup(upload.backupId()));
  }

  /** What stands for a backup, whose id may hold anything. */
  private static String ofBackup(String backupId) {
    return Sha1.hex(backupId.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a Homekeep stored an object, be it this one or an earlier one. */
  static boolean areOfHomekeep(ObjectRef object) {
    return object.info().containsKey(ENTRY) && object.info().containsKey(UPLOAD);
  }

  /** Whether this entry stored an object, or began to. */
  boolean areOn(ObjectRef object) {
    return entryId.equals(object.info().get(ENTRY));
  }

  /** Whether an object is of that upload. */
  boolean areOn(ObjectRef object, String uploadId) {
    return areOn(object) && uploadId.equals(object.info().get(UPLOAD));
  }

  /** Whether an object is of that backup, by whichever upload of this entry. */
  boolean areOfBackup(ObjectRef object, String backupId) {
    return areOn(object) && ofBackup(backupId).equals(object.info().get(BACKUP));
  }

  /** Whether the same upload of this entry stored both. */
  boolean areOfOneUpload(ObjectRef one, ObjectRef other) {
    return areEqual(one, other, UPLOAD) && areOfOneBackup(one, other);
  }

  /** Whether both are of the same backup, by whichever uploads of this entry. */
  boolean areOfOneBackup(ObjectRef one, ObjectRef other) {
    return areOn(one) && areOn(other) && areEqual(one, other, BACKUP);
  }

  private static boolean areEqual(ObjectRef one, ObjectRef other, String key) {
    String value = one.info().get(key);
    return value != null && value.equals(other.info().get(key));
  }
}
