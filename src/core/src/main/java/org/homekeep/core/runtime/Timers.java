package org.homekeep.core.runtime;

import java.time.Duration;
import org.homekeep.api.Cancellable;

/** Arms actions that run later on the hub's context. Tests turn the time by hand. */
public interface Timers {

  /** Runs the action once, after the delay. */
  Cancellable after(Duration delay, Runnable action);

  /** Runs the action again and again, first after one interval. */
  Cancellable every(Duration interval, Runnable action);
}
