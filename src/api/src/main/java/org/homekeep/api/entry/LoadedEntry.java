package org.homekeep.api.entry;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupHooks;

/** What is running for a config entry between its set-up and its unloading. */
public interface LoadedEntry {

  /** The backup locations that this entry offers while it is loaded. */
  default List<BackupAgent> backupAgents() {
    return List.of();
  }

  /** What this entry does before and after every backup while it is loaded; asked for once. */
  default Optional<BackupHooks> backupHooks() {
    return Optional.empty();
  }

  /**
   * The secrets that it uses now, beside those of its config entry: tokens, and who they are for.
   * Asked each time that something is about to be shown, which then must not have any of them.
   */
  default List<Secret> secrets() {
    return List.of();
  }

  /**
   * Takes other options over while it runs, so that nothing that is under way ends because of them.
   * False, as here, or a failure has the entry reloaded instead.
   *
   * @param entry with the options as they are now; all else is as it was at the set-up
   */
  default Future<Boolean> takeOver(ConfigEntry entry) {
    return Future.succeededFuture(false);
  }

  /**
   * Gives back everything that the set-up took: timers, connections, threads. Called once.
   *
   * <p>Ends what the entry's locations are at: a deletion that goes on after this takes away what
   * people believe to be safe.
   *
   * <p>A failure leaves the entry in the state {@code failed_unload} (framework.md §3.5).
   */
  Future<Void> unload();
}
