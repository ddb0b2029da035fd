package org.homekeep.integrations.backblazeb2;

import java.util.Map;

/**
 * What stands in the file info of archives, so that what Homekeep left behind is told from what
 * others put there. Home Assistant does not look at it.
 *
 * @param entryId of the config entry that stored it
 */
record Marks(String entryId) {
  private static final String ENTRY = "homekeep_entry";
  private static final String UPLOAD = "homekeep_upload";

  /** The marks of one upload. */
  Map<String, String> of(String uploadId) {
    return Map.of(ENTRY, entryId, UPLOAD, uploadId);
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
}
