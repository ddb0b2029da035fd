package org.homekeep.core.flow;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.homekeep.api.flow.DataEntryFlow;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.homekeep.core.integration.FlowDefinition;
import org.homekeep.core.integration.IntegrationHost;

/** The steps of an integration's flow, called on the integration's own threads. */
public final class HostedScript<C, S extends StepResult> implements FlowScript<S> {
  private static final Duration STEP = Duration.ofSeconds(60);

  private final IntegrationHost host;
  private final FlowDefinition<? extends DataEntryFlow<C, S>> definition;
  private final Supplier<C> context;
  private Optional<DataEntryFlow<C, S>> code = Optional.empty();

  /**
   * @param context what the flow knows, asked for again at each step
   */
  public HostedScript(
      IntegrationHost host,
      FlowDefinition<? extends DataEntryFlow<C, S>> definition,
      Supplier<C> context) {
    this.host = host;
    this.definition = definition;
    this.context = context;
  }

  @Override
  public FlowKeys keys() {
    return definition.keys();
  }

  @Override
  public Future<S> start() {
    return step("first flow step", DataEntryFlow::start);
  }

  @Override
  public Future<S> submit(String stepId, Values input) {
    return step("flow step", (flow, known) -> flow.submit(known, stepId, input));
  }

  @Override
  public Future<S> proceed(String stepId) {
    return step("flow step", (flow, known) -> flow.proceed(known, stepId));
  }

  @Override
  public Future<S> returned(String stepId, Map<String, String> answer) {
    return step("flow step", (flow, known) -> flow.returned(known, stepId, answer));
  }

  @Override
  public <V> Future<V> run(String what, Duration deadline, Callable<Future<V>> task) {
    return host.call(what, deadline, task);
  }

  private Future<S> step(String what, BiFunction<DataEntryFlow<C, S>, C, Future<S>> step) {
    C known = context.get();
    return made().compose(flow -> host.call(what, STEP, () -> step.apply(flow, known)));
  }

  private Future<DataEntryFlow<C, S>> made() {
    return code.map(Future::succeededFuture)
        .orElseGet(
            () ->
                host.<DataEntryFlow<C, S>>call(
                        "flow", STEP, () -> Future.succeededFuture(definition.factory().create()))
                    .onSuccess(made -> code = Optional.of(made)));
  }
}
