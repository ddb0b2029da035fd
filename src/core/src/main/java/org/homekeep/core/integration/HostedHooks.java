package org.homekeep.core.integration;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.entry.ConfigEntryError;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of an integration, as the hub sees them: they cannot harm who calls them. Called on the
 * hub's context, where their futures complete; the code of the integration runs on its own.
 */
final class HostedHooks implements BackupHooks {
  /** Within this a method returns its future; what blocks belongs on the integration's workers. */
  private static final Duration RETURNED = Duration.ofSeconds(30);

  private final BackupHooks hooks;
  private final CallLane lane;

  private HostedHooks(BackupHooks hooks, CallLane lane) {
    this.hooks = hooks;
    this.lane = lane;
  }

  /**
   * The hooks that an entry offers.
   *
   * @throws ConfigEntryError when they are none
   */
  static Optional<BackupHooks> of(@Nullable Object offered, CallLane lane) throws ConfigEntryError {
    if (offered instanceof Optional<?> some) {
      if (some.isEmpty()) {
        return Optional.empty();
      }
      if (some.get() instanceof BackupHooks hooks) {
        return Optional.of(new HostedHooks(hooks, lane));
      }
    }
    throw new ConfigEntryError(
        "The integration does not say what it does before and after a backup. Install another version of it, or tell its author.");
  }

  @Override
  public Future<Void> beforeBackup() {
    return lane.begin("preparation for a backup", RETURNED, hooks::beforeBackup).mapEmpty();
  }

  @Override
  public Future<Void> afterBackup() {
    return lane.begin("work after a backup", RETURNED, hooks::afterBackup).mapEmpty();
  }
}
