package org.homekeep.core.flow;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;

/**
 * The steps of one flow, with what the flow knows bound to them. Each ends by a deadline, on the
 * hub's context.
 */
public interface FlowScript<S extends StepResult> {

  /** Every key that it may show. */
  FlowKeys keys();

  Future<S> start();

  Future<S> submit(String stepId, Values input);

  Future<S> proceed(String stepId);

  Future<S> returned(String stepId, Map<String, String> answer);

  /** Runs code that a step has left behind, where the steps run. */
  <V> Future<V> run(String what, Duration deadline, Callable<Future<V>> code);
}
