package org.homekeep.core.backup.retention;

/** Where a backup comes from. */
public enum Origin {
  /**
   * Made by this hub with the settings of automatic backups: the only ones that retention judges.
   */
  AUTOMATIC,
  /** Made by this hub when somebody asked for it. */
  MANUAL,
  /** Made by somebody else. */
  FOREIGN,
  /** Uploaded to this hub, whoever made it. */
  UPLOADED
}
