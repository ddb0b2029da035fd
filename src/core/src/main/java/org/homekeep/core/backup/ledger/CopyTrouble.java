package org.homekeep.core.backup.ledger;

import org.homekeep.api.backup.BackupAgent;

/** Hears what verifications find, to tell people. Called on the hub's context. */
public interface CopyTrouble {

  /**
   * A location holds something else than what it was sent.
   *
   * @param evidence a sentence that says what is different
   * @param outcome a sentence that says what became of the copy
   */
  void notAsSent(BackupAgent agent, String backup, String evidence, String outcome);

  /** A location holds what it was sent. */
  void asSent(BackupAgent agent);
}
