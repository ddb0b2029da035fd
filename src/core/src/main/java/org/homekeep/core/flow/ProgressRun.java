package org.homekeep.core.flow;

import java.util.function.DoubleConsumer;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.FlowProgress;
import org.homekeep.core.runtime.HubRuntime;

/** A task of a flow that runs. What it reports is passed on in steps of a hundredth. */
final class ProgressRun implements FlowProgress, Cancellable {
  private static final double SMALLEST_STEP = 0.01;

  private final HubRuntime runtime;
  private final DoubleConsumer listener;
  private volatile boolean cancelled;
  private double told;

  /**
   * @param listener called on the hub's context
   */
  ProgressRun(HubRuntime runtime, DoubleConsumer listener) {
    this.runtime = runtime;
    this.listener = listener;
  }

  @Override
  public void report(double done) {
    double within = Math.max(0, Math.min(1, done));
    if (worthTelling(within)) {
      runtime.execute(
          () -> {
            if (!cancelled) {
              listener.accept(within);
            }
          });
    }
  }

  private synchronized boolean worthTelling(double done) {
    if (Double.isNaN(done) || Math.abs(done - told) < SMALLEST_STEP) {
      return false;
    }
    told = done;
    return true;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
