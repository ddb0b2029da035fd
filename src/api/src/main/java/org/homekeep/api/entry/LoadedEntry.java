package org.homekeep.api.entry;

import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.backup.BackupAgent;

/** What is running for a config entry between its set-up and its unloading. */
public interface LoadedEntry {

  /** The backup locations that this entry offers while it is loaded. */
  default List<BackupAgent> backupAgents() {
    return List.of();
  }

  /**
   * Gives back everything that the set-up took: timers, connections, threads. Called once.
   *
   * <p>A failure leaves the entry in the state {@code failed_unload} (framework.md §3.5).
   */
  Future<Void> unload();
}
