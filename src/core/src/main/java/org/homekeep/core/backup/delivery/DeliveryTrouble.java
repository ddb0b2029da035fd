package org.homekeep.core.backup.delivery;

import org.homekeep.api.backup.BackupAgent;

/**
 * Hears how locations get on with what they are owed, to tell people. Called on the hub's context.
 */
public interface DeliveryTrouble {

  /**
   * A location did not take a backup, and is tried again.
   *
   * @param evidence a sentence that says why
   */
  void failed(BackupAgent agent, String backup, String evidence);

  /**
   * A location does not take a backup and never would, so that it is not tried again.
   *
   * @param evidence a sentence that says why
   */
  void refused(BackupAgent agent, String backup, String evidence);

  /**
   * A location did not take a backup for so long that it is not tried again.
   *
   * @param evidence a sentence that says why
   */
  void givenUp(BackupAgent agent, String backup, String evidence);

  /** The archive of a backup that a location still waited for is not here any more. */
  void archiveGone(String agentId, String backup);

  /** A location was removed while a backup that is nowhere else waited for it. */
  void keptHere(String agentId, String backup);

  /** A location has taken a backup. */
  void taken(String agentId);

  /** A location is owed nothing any more. */
  void noneOwed(String agentId);
}
