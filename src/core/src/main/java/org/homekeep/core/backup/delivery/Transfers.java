package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.runtime.Timers;

/**
 * The transfers that locations have not ended yet, those among them that nobody wants any more: a
 * location may store what it has received even then. Touched on the hub's context.
 */
final class Transfers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Timers timers;
  private final Map<Slot, Future<?>> open = new HashMap<>();
  private Runnable endListener = () -> {};

  Transfers(Timers timers) {
    this.timers = timers;
  }

  /** Hears when a transfer has ended. */
  void onEnd(Runnable listener) {
    endListener = listener;
  }

  /** Whether something is on its way to a location, wanted or not. */
  boolean isOpen(Slot slot) {
    return open.containsKey(slot);
  }

  /**
   * A transfer has begun.
   *
   * @param end completes when nothing more of it can happen at the location
   */
  void began(Slot slot, Future<?> end) {
    Future<?> before = open.get(slot);
    Future<?> all = before == null ? end : Future.join(before, end);
    open.put(slot, all);
    all.onComplete(
        done -> {
          if (open.remove(slot, all)) {
            endListener.run();
          }
        });
  }

  /** Succeeds when nothing more arrives there; fails with a sentence when that takes too long. */
  Future<Void> ended(String backupId, BackupAgent agent) {
    Future<?> end = open.get(new Slot(backupId, agent.agentId()));
    if (end == null) {
      return Future.succeededFuture();
    }
    Promise<Void> ended = Promise.promise();
    Cancellable timer =
        timers.after(
            PATIENCE,
            () ->
                ended.tryFail(
                    new BackupAgentException(
                        "The location %s is still busy with the upload of this backup. Delete the backup again in a few minutes."
                            .formatted(agent.name()))));
    end.onComplete(done -> ended.tryComplete());
    return ended.future().onComplete(done -> timer.cancel());
  }
}
