package org.homekeep.core.storage;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/** The hub's documents below {@code .storage}, written one after the other by one thread. */
public final class Storage {
  private final HubRuntime runtime;
  private final Path directory;
  private final Worker worker;
  private final Purpose purpose;
  private final List<Store<?>> stores = new ArrayList<>();
  private final List<DamagedDocument> damages = new ArrayList<>();
  private Consumer<DamagedDocument> listener = document -> {};

  /** The documents of a hub that runs. */
  public Storage(HubRuntime runtime, Path directory) {
    this(runtime, directory, Purpose.OWN);
  }

  public Storage(HubRuntime runtime, Path directory, Purpose purpose) {
    this.runtime = runtime;
    this.purpose = purpose;
    this.directory = directory;
    this.worker = runtime.worker("storage", 1);
  }

  /**
   * Makes the directory, for its owner alone, and takes away what a kill left half written.
   * Blocking; call before the first store is loaded.
   */
  public static void prepare(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        if (file.toString().endsWith(AtomicFiles.UNFINISHED)) {
          Files.delete(file);
        } else {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
  }

  /** Opens a document. Each key is opened once. */
  public <T> Store<T> open(StoreKey key, StoreCodec<T> codec) {
    Store<T> store = new Store<>(runtime, worker, directory, purpose, key, codec, this::damaged);
    stores.add(store);
    return store;
  }

  private void damaged(DamagedDocument document) {
    damages.add(document);
    listener.accept(document);
  }

  /** Hears of every document that could not be read, those before now included. */
  public void onDamage(Consumer<DamagedDocument> told) {
    listener = told;
    List.copyOf(damages).forEach(told);
  }

  /** Writes everything that still waits to be written. */
  public Future<Void> flush() {
    // What was recorded while a change was being written follows it.
    return flushOnce().transform(first -> flushOnce());
  }

  private Future<Void> flushOnce() {
    return Future.join(stores.stream().map(Store::flush).toList()).mapEmpty();
  }
}
