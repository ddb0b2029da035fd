package org.homekeep.core.storage;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * A document in memory and on the disk, and its changes, one after the other. Touched on the hub's
 * context alone.
 *
 * <p>What somebody asks for is in force when it is on the disk, or not at all: whoever is told of
 * an error finds nothing changed, now or later. What has happened counts at once, whatever the disk
 * says, and is written when it can be.
 *
 * @param <T> the document, immutable
 */
public final class Kept<T> {
  private final Store<T> store;
  private T document;
  private Future<?> last = Future.succeededFuture();

  private Kept(Store<T> store, T document) {
    this.store = store;
    this.document = document;
  }

  /**
   * A change of a document. It may be made twice, of different documents.
   *
   * @param <T> the document
   */
  @FunctionalInterface
  public interface Change<T> {
    /** The document after the change; throws what the future of the change fails with. */
    T of(T before) throws Exception;
  }

  /** Reads the document. */
  public static <T> Future<Kept<T>> open(Store<T> store, T whenThereIsNone) {
    return store.load().map(found -> new Kept<>(store, found.orElse(whenThereIsNone)));
  }

  /** Whether the document was read from an older generation, or lost, because it was damaged. */
  public boolean wasDamaged() {
    return store.wasDamaged();
  }

  /** What is in force. */
  public T get() {
    return document;
  }

  /**
   * Makes a change that somebody asks for, when those before it have ended. Fails with {@link
   * NotSavedException} when the disk does not take it.
   *
   * @return the document with it, when that is on the disk
   */
  public Future<T> change(Change<T> change) {
    Future<T> mine = last.transform(ended -> attempt(change));
    last = mine;
    return mine;
  }

  private Future<T> attempt(Change<T> change) {
    T before = document;
    T after;
    try {
      after = change.of(before);
    } catch (Exception refused) {
      return Future.failedFuture(refused);
    }
    if (after.equals(before)) {
      // What was recorded before may not be on the disk yet.
      return store.flush().map(before).recover(Kept::notSaved);
    }
    return store
        .replace(before, after)
        .recover(Kept::notSaved)
        .compose(
            saved -> {
              try {
                document = document == before ? after : change.of(document);
              } catch (Exception refused) {
                return Future.failedFuture(refused);
              }
              return Future.succeededFuture(document);
            });
  }

  private static <R> Future<R> notSaved(Throwable why) {
    return Future.failedFuture(
        why instanceof IOException disk ? NotSavedException.undone(disk) : why);
  }

  /**
   * Notes what has happened; it counts at once.
   *
   * @return when it is on the disk; a failure says that it will be written later
   */
  public Future<Void> record(UnaryOperator<T> happened) {
    T after = happened.apply(document);
    if (after.equals(document)) {
      return flush();
    }
    document = after;
    Future<Void> mine = last.transform(ended -> store.save(document));
    last = mine;
    return mine;
  }

  /** Succeeds when everything is on the disk. */
  public Future<Void> flush() {
    return last.transform(ended -> store.flush());
  }
}
