package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Lets things that take a while happen one after the other. May be used from any thread. */
final class Turns {
  private Future<?> last = Future.succeededFuture();

  /** Begins when all that came before has ended, well or not. */
  synchronized <T> Future<T> take(Supplier<Future<T>> work) {
    Future<T> next = last.transform(ended -> work.get());
    last = next;
    return next;
  }
}
