package org.homekeep.core.backup.delivery;

import java.util.Optional;

/**
 * How one copy stands that a location does not have yet.
 *
 * @param name of the backup; empty until it was found
 * @param automatic whether the backup was made by the settings of automatic backups
 * @param progress empty unless bytes are moving
 */
public record DeliveryStatus(
    String backupId,
    Optional<String> name,
    boolean automatic,
    Waiting waiting,
    State state,
    Optional<TransferProgress> progress) {

  /** What is being done about it. */
  public enum State {
    /** The archive is looked for, or others are read before it. */
    TO_BE_FETCHED,
    /** The archive is on its way to this machine. */
    FETCHING,
    /** The location gets it later. */
    WAITING,
    /** It is on its way to the location. */
    UPLOADING
  }
}
