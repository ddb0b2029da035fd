package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the archives that are delivered. */
final class Archives {
  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

  private final DeliveryParts parts;

  Archives(DeliveryParts parts) {
    this.parts = parts;
  }

  /**
   * Where an archive lies; fails with {@link BackupNotFoundException} when it is gone, and with a
   * {@link BackupAgentException} when nobody can say that at the moment.
   */
  Future<Path> find(Outgoing outgoing) {
    if (outgoing.file().isEmpty()) {
      return parts
          .agents()
          .local()
          .path(outgoing.backupId())
          .recover(
              failed ->
                  failed instanceof BackupNotFoundException
                      ? notListed(failed)
                      : Future.failedFuture(failed));
    }
    Path file = parts.temporary().resolve(outgoing.file().get());
    return parts
        .worker()
        .run(() -> Files.isRegularFile(file))
        .compose(
            there ->
                there
                    ? Future.succeededFuture(file)
                    : Future.failedFuture(new BackupNotFoundException(outgoing.backupId())));
  }

  /** A disk that is not mounted leaves an empty directory; nothing was deleted from it. */
  private Future<Path> notListed(Throwable notFound) {
    return parts
        .agents()
        .local()
        .listBackups()
        .compose(
            others ->
                Future.failedFuture(
                    others.isEmpty()
                        ? new BackupAgentException(
                            "The backup directory holds no backup at all at the moment. Its disk may not be connected.")
                        : notFound));
  }

  /** Whether the hub's own location has a backup. A location that cannot say has none. */
  Future<Boolean> isHere(String backupId) {
    return parts.agents().local().path(backupId).map(true).otherwise(false);
  }

  /** Deletes a file that nobody waits for any more. */
  Future<Void> delete(Path file) {
    return parts
        .worker()
        .perform(() -> Files.deleteIfExists(file))
        .recover(
            kept -> {
              LOG.atWarn()
                  .addKeyValue("file", file)
                  .setCause(kept)
                  .log("A temporary archive could not be deleted; the next start tries again");
              return Future.succeededFuture();
            });
  }

  /** Deletes the temporary file of an archive that nobody waits for any more, if it has one. */
  Future<Void> delete(Outgoing outgoing) {
    return outgoing
        .file()
        .map(name -> delete(parts.temporary().resolve(name)))
        .orElseGet(Future::succeededFuture);
  }
}
