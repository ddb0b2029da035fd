package org.homekeep.core.auth;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.function.Supplier;
import org.homekeep.core.storage.NotSavedException;

/**
 * Changes of the accounts, one after the other: one that succeeds is on the disk, and one that
 * fails has not been, in memory or later on the disk. Touched on the hub's context alone.
 *
 * <p>What a change has ended stays ended: sessions that are closed cannot be opened again.
 */
final class AccountChanges {
  private final Supplier<Runnable> remember;
  private Future<?> last = Future.succeededFuture();

  /**
   * @param remember makes what brings all accounts back to what they are at that moment
   */
  AccountChanges(Supplier<Runnable> remember) {
    this.remember = remember;
  }

  /**
   * Makes a change when those before it have ended. It must not wait for another one.
   *
   * @param change fails with {@link AccountException} before it has changed anything; what the disk
   *     says becomes a {@link NotSavedException}
   */
  <T> Future<T> make(Supplier<Future<T>> change) {
    Future<T> mine = last.transform(ended -> attempt(change));
    last = mine;
    return mine;
  }

  private <T> Future<T> attempt(Supplier<Future<T>> change) {
    Runnable takeBack = remember.get();
    return Future.<Void>succeededFuture()
        .compose(now -> change.get())
        .recover(
            why -> {
              if (!(why instanceof AccountException)) {
                takeBack.run();
              }
              return Future.failedFuture(
                  why instanceof IOException disk ? NotSavedException.undone(disk) : why);
            });
  }
}
