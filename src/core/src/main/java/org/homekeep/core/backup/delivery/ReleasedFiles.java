package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files of archives that nobody waits for any more. Each stands in the journal until
 * it is gone, so that a start after a crash deletes it, and takes none for a backup that nobody
 * knows of. Touched on the hub's context.
 *
 * <p>A full disk may have no room for the journal while such a file is there. It is renamed and
 * emptied then, and deleted when the journal is written: until that says so, its new name says to a
 * start that nobody waits for it.
 */
public final class ReleasedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ReleasedFiles.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final String EMPTIED = ".released";

  private final DeliveryJournal journal;
  private final Path temporary;
  private final Worker worker;
  private final Timers timers;
  private Optional<Cancellable> timer = Optional.empty();
  private boolean stopped;

  ReleasedFiles(DeliveryJournal journal, Path temporary, Worker worker, Timers timers) {
    this.journal = journal;
    this.temporary = temporary;
    this.worker = worker;
    this.timers = timers;
  }

  /** A start: what was emptied before a crash is owed to nobody. Succeeds in any case. */
  public static Future<Void> recognise(DeliveryJournal journal, Path temporary, Worker worker) {
    Set<String> owed = journal.owedFiles();
    return worker
        .run(
            () ->
                owed.stream()
                    .filter(name -> Files.exists(temporary.resolve(emptied(name))))
                    .toList())
        .compose(
            emptied ->
                emptied.isEmpty()
                    ? Future.succeededFuture()
                    : DeliveryJournal.orLater(journal.release(emptied)));
  }

  /** What a file is called when it was emptied. */
  static String emptied(String name) {
    return name + EMPTIED;
  }

  void stop() {
    stopped = true;
    cancelTimer();
  }

  private void cancelTimer() {
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
  }

  /** Deletes them, or tries again later. Succeeds in any case. */
  Future<Void> delete() {
    List<String> names = journal.released();
    if (names.isEmpty()) {
      return Future.succeededFuture();
    }
    return journal
        .flush()
        .recover(full -> empty(names).compose(room -> journal.flush()))
        .compose(written -> delete(names))
        .recover(
            kept -> {
              LOG.atWarn()
                  .setCause(kept)
                  .log("Archives that nobody waits for could not be deleted yet");
              later();
              return Future.succeededFuture();
            });
  }

  private void later() {
    cancelTimer();
    if (!stopped) {
      timer = Optional.of(timers.after(AGAIN, this::delete));
    }
  }

  private Future<Void> empty(List<String> names) {
    return worker.perform(
        () -> {
          for (String name : names) {
            empty(temporary.resolve(name), temporary.resolve(emptied(name)));
          }
        });
  }

  /** Where not even a name can be changed, room counts for more. */
  private void empty(Path file, Path emptied) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try {
      Files.move(file, emptied, StandardCopyOption.ATOMIC_MOVE);
      AtomicFiles.syncDirectory(temporary);
    } catch (IOException refused) {
      LOG.atWarn().addKeyValue("file", file).setCause(refused).log("An archive is deleted at once");
      Files.deleteIfExists(file);
    }
    if (Files.exists(emptied)) {
      FileChannel.open(emptied, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  /** The journal forgets a file when the disk has. */
  private Future<Void> delete(List<String> names) {
    return worker
        .perform(
            () -> {
              for (String name : names) {
                Files.deleteIfExists(temporary.resolve(name));
                Files.deleteIfExists(temporary.resolve(emptied(name)));
              }
              if (Files.isDirectory(temporary)) {
                AtomicFiles.syncDirectory(temporary);
              }
            })
        .compose(gone -> journal.deleted(names));
  }
}
