package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * An archive that was fetched for a restore and that no key opened: it may have taken hours, so it
 * stays for another try with another key. One at most, for a quarter of an hour; a start deletes
 * it, too. Touched on the hub's context.
 */
final class KeptDownload {
  private static final Duration KEPT = Duration.ofMinutes(15);

  private record Kept(String agentId, AgentBackup backup, Path file, Cancellable timer) {}

  private final Timers timers;
  private final Worker worker;
  private Optional<Kept> kept = Optional.empty();

  KeptDownload(Timers timers, Worker worker) {
    this.timers = timers;
    this.worker = worker;
  }

  /** Keeps a file for another try. */
  void keep(String agentId, AgentBackup backup, Path file) {
    Cancellable timer = timers.after(KEPT, this::discard);
    kept = Optional.of(new Kept(agentId, backup, file, timer));
  }

  /** Hands the file out if it is that of the copy; it is the caller's then. */
  Optional<Path> take(String agentId, AgentBackup backup) {
    Optional<Path> found =
        kept.filter(each -> each.agentId().equals(agentId) && each.backup().equals(backup))
            .map(Kept::file);
    if (found.isPresent()) {
      forget();
    }
    return found;
  }

  /** Deletes the file, if there is one. */
  Future<Void> discard() {
    Optional<Path> file = kept.map(Kept::file);
    forget();
    return file.isEmpty()
        ? Future.succeededFuture()
        : worker.perform(() -> Files.deleteIfExists(file.get()));
  }

  private void forget() {
    kept.ifPresent(each -> each.timer().cancel());
    kept = Optional.empty();
  }
}
