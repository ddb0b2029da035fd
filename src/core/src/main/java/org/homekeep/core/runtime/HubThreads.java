package org.homekeep.core.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * What runs the code of a hub: the event loop and pools of threads, or what a simulation has in
 * their place.
 */
public interface HubThreads {

  /** Runs an action on the hub's context, after all that was given before; from any thread. */
  void execute(Runnable action);

  /** Timers that run on the hub's context. */
  Timers timers();

  /** A new pool of threads, ended by {@link #close()}. Call on the context. */
  Worker worker(String name, int threads);

  /** A new context off the event loop, ended by {@link #close()}. Call on the context. */
  Context serial(String name, ClassLoader loader);

  /** Ends all workers; what they still run is interrupted. */
  Future<Void> close();
}
