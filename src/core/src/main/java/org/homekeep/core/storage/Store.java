package org.homekeep.core.storage;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One document on disk. Its owner calls it on the hub's context.
 *
 * <p>A save that was asked for and not yet done stays pending until it has succeeded: a full disk
 * delays it and loses nothing. Beside the document lies the generation before it, which is used
 * when the document itself cannot be read.
 *
 * @param <T> the document, immutable
 */
public final class Store<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss").withZone(ZoneOffset.UTC);

  private final HubRuntime runtime;
  private final Worker worker;
  private final Path directory;
  private final Path file;
  private final Purpose purpose;
  private final Generations generations;
  private final StoreKey key;
  private final StoreCodec<T> codec;
  private final Consumer<DamagedDocument> damages;

  private volatile boolean damaged;
  private Optional<T> pending = Optional.empty();
  private Optional<Cancellable> timer = Optional.empty();

  Store(
      HubRuntime runtime,
      Worker worker,
      Path directory,
      Purpose purpose,
      StoreKey key,
      StoreCodec<T> codec,
      Consumer<DamagedDocument> damages) {
    this.runtime = runtime;
    this.worker = worker;
    this.purpose = purpose;
    this.directory = directory;
    this.file = directory.resolve(key.key());
    this.generations = new Generations(file);
    this.key = key;
    this.codec = codec;
    this.damages = damages;
  }

  /**
   * Reads the document; empty when there is none.
   *
   * <p>A damaged document is put aside as {@code <key>.corrupt.<time>}, and the newest generation
   * that can be read is used instead. Fails with {@link UnsupportedStoreVersionException} for a
   * newer one, and with {@link DamagedDocumentException} when nothing may be put aside and nothing
   * can be read.
   */
  public Future<Optional<T>> load() {
    return worker.run(
        purpose == Purpose.OWN ? this::read : () -> new DocumentFiles(directory).read(key, codec));
  }

  private Optional<T> read() throws IOException {
    Optional<DamagedDocument> damage = Optional.empty();
    for (Path generation : generations.newestFirst()) {
      try {
        Optional<T> found = DocumentFiles.read(generation, key, codec);
        if (found.isPresent()) {
          Instant saved = Files.getLastModifiedTime(generation).toInstant();
          damage.ifPresent(first -> tell(first, Optional.of(saved)));
          return found;
        }
      } catch (UnreadableDocumentException why) {
        DamagedDocument aside = putAside(generation, why);
        damage = damage.or(() -> Optional.of(aside));
      }
    }
    damage.ifPresent(first -> tell(first, Optional.empty()));
    return Optional.empty();
  }

  private DamagedDocument putAside(Path damaged, UnreadableDocumentException why)
      throws IOException {
    Instant now = runtime.clock().instant();
    Path aside = damaged.resolveSibling(damaged.getFileName() + ".corrupt." + STAMP.format(now));
    Files.move(damaged, aside, StandardCopyOption.REPLACE_EXISTING);
    LOG.atError()
        .addKeyValue("document", key.key())
        .addKeyValue("kept_as", aside.getFileName())
        .setCause(why)
        .log("A stored document is damaged and was put aside");
    return new DamagedDocument(
        key.key(), aside, String.valueOf(why.getMessage()), now, Optional.empty());
  }

  /**
   * Whether the document that was loaded could not be read, so that an older generation of it is
   * used, or none.
   */
  public boolean wasDamaged() {
    return damaged;
  }

  private void tell(DamagedDocument damage, Optional<Instant> usedInstead) {
    damaged = true;
    LOG.atWarn()
        .addKeyValue("document", key.key())
        .addKeyValue("saved", usedInstead.map(Instant::toString).orElse("none"))
        .log("An older generation of a damaged document is used, if there is one");
    DamagedDocument whole =
        new DamagedDocument(
            damage.key(), damage.aside(), damage.reason(), damage.found(), usedInstead);
    runtime.execute(() -> damages.accept(whole));
  }

  /** Writes the document now; when the future succeeds, it is on the disk. */
  public Future<Void> save(T document) {
    pending = Optional.of(document);
    return flush();
  }

  /**
   * Writes the document now or not at all: what the disk does not take is not written later, and
   * what waited to be written goes on waiting. When it is not certain what is on the disk, the one
   * in force is written again.
   *
   * @param inForce what was saved, or waits to be written
   */
  Future<Void> replace(T inForce, T document) {
    stopTimer();
    Optional<T> waiting = pending;
    pending = Optional.empty();
    return worker
        .perform(() -> write(document))
        .recover(
            why -> {
              boolean uncertain = why instanceof UncertainFileException;
              pending = uncertain ? Optional.of(inForce) : waiting;
              if (uncertain) {
                return flush().transform(written -> Future.failedFuture(why));
              }
              retry();
              return Future.failedFuture(why);
            });
  }

  /** Writes the document after the delay at the latest; a burst of calls is written once. */
  public void saveLater(T document, Duration delay) {
    pending = Optional.of(document);
    if (timer.isEmpty()) {
      arm(delay);
    }
  }

  /** Writes what is pending, if anything is. */
  public Future<Void> flush() {
    stopTimer();
    if (pending.isEmpty()) {
      // An earlier save may still be under way: the one thread makes this wait for it.
      return worker.perform(() -> {});
    }
    T document = pending.get();
    return worker
        .perform(() -> write(document))
        .onSuccess(done -> written(document))
        .onFailure(this::notWritten);
  }

  private void written(T document) {
    if (pending.isPresent() && pending.get() == document) {
      pending = Optional.empty();
    }
  }

  private void notWritten(Throwable why) {
    LOG.atError()
        .addKeyValue("document", key.key())
        .setCause(why)
        .log("A document could not be saved; it is kept in memory and saved later");
    retry();
  }

  private void retry() {
    if (pending.isPresent() && timer.isEmpty()) {
      arm(RETRY);
    }
  }

  private void stopTimer() {
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
  }

  private void arm(Duration delay) {
    timer =
        Optional.of(
            runtime
                .timers()
                .after(
                    delay,
                    () -> {
                      timer = Optional.empty();
                      flush();
                    }));
  }

  private void write(T document) throws IOException {
    if (purpose == Purpose.LOOK) {
      throw new IOException("The documents were opened to look at them alone.");
    }
    byte[] bytes =
        new Envelope(key.version(), key.minorVersion(), key.key(), codec.encode(document)).encode();
    generations.keep(runtime.clock().instant());
    AtomicFiles.write(file, bytes);
  }
}
