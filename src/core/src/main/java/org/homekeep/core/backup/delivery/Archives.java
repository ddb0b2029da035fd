package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the archives that are delivered. */
final class Archives {
  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

  private final LocalAgent local;
  private final LocalDirectory directory;
  private final Path temporary;
  private final Worker worker;

  Archives(LocalAgent local, LocalDirectory directory, Path temporary, Worker worker) {
    this.local = local;
    this.directory = directory;
    this.temporary = temporary;
    this.worker = worker;
  }

  /**
   * Where an archive lies; fails with {@link BackupNotFoundException} when it is gone, and with a
   * {@link BackupAgentException} when nobody can say that at the moment.
   */
  Future<Path> find(Outgoing outgoing) {
    Optional<Path> own = ownFile(outgoing.place());
    if (own.isEmpty()) {
      return listed(outgoing.backupId());
    }
    return worker
        .run(() -> isFile(own.get()))
        .compose(
            there -> {
              if (there) {
                return Future.succeededFuture(own.get());
              }
              // One that was being named has its name since then.
              return outgoing.place().unnamed().isPresent()
                  ? listed(outgoing.backupId())
                  : Future.failedFuture(new BackupNotFoundException(outgoing.backupId()));
            });
  }

  /** Only a file of which the disk says that it is not there is gone. */
  private static boolean isFile(Path file) throws BackupAgentException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException unknown) {
      throw new BackupAgentException(
          "The archive on this machine cannot be reached at the moment: %s"
              .formatted(Evidence.of(unknown)),
          unknown);
    }
  }

  private Future<Path> listed(String backupId) {
    return local
        .stored(backupId)
        .recover(
            failed ->
                failed instanceof BackupNotFoundException
                    ? notListed(failed)
                    : Future.failedFuture(failed));
  }

  /** A disk that is not mounted leaves an empty directory; nothing was deleted from it. */
  private Future<Path> notListed(Throwable notFound) {
    return local
        .listBackups()
        .compose(
            others ->
                Future.failedFuture(
                    others.isEmpty()
                        ? new BackupAgentException(
                            "The backup directory holds no backup at all at the moment. Its disk may not be connected.")
                        : notFound));
  }

  /** The file that is there for deliveries alone; none when the backup is listed here. */
  private Optional<Path> ownFile(Place place) {
    return temporary(place).or(() -> unnamed(place));
  }

  private Optional<Path> temporary(Place place) {
    return place.temporary().map(temporary::resolve);
  }

  private Optional<Path> unnamed(Place place) {
    return place.unnamed().map(directory::file);
  }

  /** Whether a file is still there. */
  Future<Boolean> isThere(Path file) {
    return worker.run(() -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether the hub's own location has a backup. A location that cannot say has none. */
  Future<Boolean> isHere(String backupId) {
    return local.stored(backupId).map(true).otherwise(false);
  }

  /**
   * Whether the backup that is stored here may stand for an archive of which nobody knows what was
   * stored; fails when nobody can say that at the moment.
   */
  Future<Boolean> isStandIn(Outgoing outgoing) {
    return find(outgoing)
        .transform(
            found -> {
              if (found.failed()) {
                return found.cause() instanceof BackupNotFoundException
                    ? Future.succeededFuture(true)
                    : Future.failedFuture(found.cause());
              }
              return local.standsFor(found.result(), outgoing.backup());
            });
  }

  /** Deletes a file that nobody waits for any more. */
  Future<Void> delete(Path file) {
    return worker
        .perform(() -> Files.deleteIfExists(file))
        .recover(
            kept -> {
              LOG.atWarn()
                  .addKeyValue("file", file)
                  .setCause(kept)
                  .log("An archive could not be deleted; the next start tries again");
              return Future.succeededFuture();
            });
  }

  /** Deletes the archive of a backup that could not be named and that nobody wants any more. */
  Future<Void> deleteUnnamed(Outgoing outgoing) {
    return unnamed(outgoing.place()).map(this::delete).orElseGet(Future::succeededFuture);
  }
}
