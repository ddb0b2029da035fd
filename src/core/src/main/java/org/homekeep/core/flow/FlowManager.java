package org.homekeep.core.flow;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.integration.SafeCause;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Ulid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs flows, one step of each at a time. Called on the hub's context.
 *
 * <p>A flow that a user started ends by itself after an hour without use, and the one used longest
 * ago ends when a user opens more than twenty. A flow that the hub started waits for its user.
 */
public final class FlowManager {
  private static final Logger LOG = LoggerFactory.getLogger(FlowManager.class);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final int MOST_FLOWS_OF_A_USER = 20;
  private static final String UNKNOWN = "unknown";

  private final Timers timers;
  private final Ulid ids;
  private final IntegrationHosts hosts;
  private final FlowEnding ending;
  private final Map<String, Flow> flows = new LinkedHashMap<>();
  private final List<FlowListener> listeners = new ArrayList<>();
  private long uses;

  public FlowManager(Timers timers, Ulid ids, IntegrationHosts hosts, FlowEnding ending) {
    this.timers = timers;
    this.ids = ids;
    this.hosts = hosts;
    this.ending = ending;
  }

  /**
   * Starts a flow and runs its first step.
   *
   * @return the answer; fails with {@link FlowException}
   */
  public Future<JsonObject> start(FlowStart start) {
    Optional<IntegrationHost> host = hosts.find(start.domain());
    Optional<IntegrationHost.FlowDefinition> definition = host.flatMap(IntegrationHost::flow);
    if (host.isEmpty() || definition.isEmpty()) {
      return Future.failedFuture(
          new FlowException(FlowException.Reason.UNKNOWN_HANDLER, "Invalid handler specified"));
    }
    if (start.source() == FlowSource.RECONFIGURE && !supportsReconfigure(definition.get())) {
      return Future.failedFuture(
          new FlowException(
              FlowException.Reason.UNSUPPORTED,
              "The integration %s has no step to reconfigure an entry. Remove the entry and add it again."
                  .formatted(start.domain())));
    }
    Flow flow = new Flow(ids.next(), start, host.get(), definition.get());
    Optional<String> refusal = ending.refusal(start);
    if (refusal.isPresent()) {
      return Future.succeededFuture(FlowAnswers.refusal(flow, refusal.get()));
    }
    start.entryId().ifPresent(entryId -> abortOf(entryId, start.source()));
    start.userId().ifPresent(this::makeRoom);
    FlowContext context = ending.context(start);
    flow.title = context.entry().map(entry -> entry.title());
    flows.put(flow.id, flow);
    return step(
        flow,
        Optional.empty(),
        flow.host
            .call("flow", STEP, () -> Future.succeededFuture(flow.definition.factory().create()))
            .compose(
                code -> {
                  flow.code = Optional.of(code);
                  return flow.host.call("first flow step", STEP, () -> code.start(context));
                }));
  }

  /** Whether the integration can change an entry that exists. */
  public static boolean supportsReconfigure(IntegrationHost.FlowDefinition definition) {
    return definition.keys().steps().contains(FlowSource.RECONFIGURE.wireName());
  }

  /**
   * Submits the form that is shown.
   *
   * @return the answer; fails with {@link FlowException} and with {@link InvalidInputException}
   */
  public Future<JsonObject> submit(String flowId, JsonObject input) {
    Flow flow = flows.get(flowId);
    if (flow == null) {
      return Future.failedFuture(FlowException.unknownFlow());
    }
    if (flow.busy || flow.shown.isEmpty() || flow.code.isEmpty()) {
      return Future.failedFuture(
          new FlowException(
              FlowException.Reason.BUSY,
              "The step before is still being worked on. Wait for its answer."));
    }
    StepResult.ShowForm form = flow.shown.get().form();
    FormReader.Outcome outcome = FormReader.read(form.schema(), input);
    if (outcome instanceof FormReader.Refused refused) {
      touch(flow);
      return Future.failedFuture(new InvalidInputException(refused.errors()));
    }
    Values values = ((FormReader.Accepted) outcome).values();
    ConfigFlow code = flow.code.get();
    FlowContext context = ending.context(flow.start);
    return step(
        flow,
        Optional.of(values),
        flow.host.call("flow step", STEP, () -> code.submit(context, form.stepId(), values)));
  }

  private Future<JsonObject> step(Flow flow, Optional<Values> typed, Future<StepResult> outcome) {
    flow.busy = true;
    touch(flow);
    return outcome
        .compose(result -> answer(flow, result))
        .recover(failure -> failed(flow, typed, failure))
        .onComplete(
            done -> {
              flow.busy = false;
              touch(flow);
            });
  }

  private Future<JsonObject> answer(Flow flow, StepResult result) {
    if (flow.ended) {
      return Future.failedFuture(FlowException.unknownFlow());
    }
    StepChecks.check(flow, result);
    if (result instanceof StepResult.ShowForm form) {
      return Future.succeededFuture(show(flow, form));
    }
    if (result instanceof StepResult.CreateEntry created) {
      return ending
          .create(flow.start, created)
          .map(entry -> end(flow, FlowAnswers.created(flow, created, entry)));
    }
    if (result instanceof StepResult.UpdateEntry updated) {
      flow.ending = true;
      return ending
          .update(flow.start, updated)
          .onFailure(failed -> flow.ending = false)
          .map(done -> end(flow, FlowAnswers.abort(flow, updated.reason(), Map.of())));
    }
    StepResult.Abort abort = (StepResult.Abort) result;
    return Future.succeededFuture(
        end(flow, FlowAnswers.abort(flow, abort.reason(), abort.placeholders())));
  }

  private JsonObject show(Flow flow, StepResult.ShowForm form) {
    boolean first = flow.shown.isEmpty();
    StepResult.ShowForm named = withName(flow, form);
    JsonObject json = FlowAnswers.form(flow, named);
    flow.shown = Optional.of(new Flow.Shown(named, json));
    if (first) {
      List.copyOf(listeners).forEach(listener -> listener.added(flow.view()));
    }
    return json.copy();
  }

  /** Forms that mend an entry always know its name (framework.md §3.7). */
  private static StepResult.ShowForm withName(Flow flow, StepResult.ShowForm form) {
    if (flow.title.isEmpty() || form.placeholders().containsKey("name")) {
      return form;
    }
    Map<String, String> placeholders = new LinkedHashMap<>(form.placeholders());
    placeholders.put("name", flow.title.get());
    return new StepResult.ShowForm(form.stepId(), form.schema(), form.errors(), placeholders);
  }

  private Future<JsonObject> failed(Flow flow, Optional<Values> typed, Throwable failure) {
    if (failure instanceof FlowException) {
      return Future.failedFuture(failure);
    }
    if (failure instanceof FlowRefusedException refused) {
      return Future.succeededFuture(end(flow, FlowAnswers.refusal(flow, refused.abortReason())));
    }
    LOG.atError()
        .addKeyValue("integration", flow.start.domain())
        .addKeyValue("step", flow.shown.map(shown -> shown.form().stepId()).orElse("start"))
        .setCause(SafeCause.of(failure, typed.map(Values::secrets).orElse(List.of())))
        .log("A step of a flow failed");
    if (flow.ended) {
      return Future.failedFuture(FlowException.unknownFlow());
    }
    if (flow.shown.isEmpty()) {
      return Future.succeededFuture(end(flow, FlowAnswers.refusal(flow, UNKNOWN)));
    }
    StepResult.ShowForm form = flow.shown.get().form();
    return Future.succeededFuture(
        show(
            flow,
            new StepResult.ShowForm(
                form.stepId(),
                form.schema().suggesting(typed.orElse(Values.empty())),
                Map.of("base", UNKNOWN),
                form.placeholders())));
  }

  /** What was shown last, without running anything; fails with {@link FlowException}. */
  public Future<JsonObject> snapshot(String flowId) {
    return Optional.ofNullable(flows.get(flowId))
        .flatMap(flow -> flow.shown)
        .map(shown -> Future.succeededFuture(shown.json().copy()))
        .orElseGet(() -> Future.failedFuture(FlowException.unknownFlow()));
  }

  /** Ends a flow without a result; false when there is none. */
  public boolean abort(String flowId) {
    Flow flow = flows.get(flowId);
    if (flow == null) {
      return false;
    }
    end(flow);
    return true;
  }

  /** Ends the flows that mend an entry, but not one that is just doing so. */
  public void abortOf(String entryId) {
    for (FlowSource source : FlowSource.values()) {
      abortOf(entryId, source);
    }
  }

  /** Ends the flows of one source that mend an entry, but not one that is just doing so. */
  public void abortOf(String entryId, FlowSource source) {
    for (Flow flow : List.copyOf(flows.values())) {
      boolean meant = flow.start.entryId().filter(entryId::equals).isPresent();
      if (meant && flow.start.source() == source && !flow.busy) {
        end(flow);
      }
    }
  }

  /** Every open flow that shows a form. */
  public List<FlowView> open() {
    return flows.values().stream().filter(flow -> flow.shown.isPresent()).map(Flow::view).toList();
  }

  /** Whether a flow of the source still asks about the entry, its first step included. */
  public boolean isOpen(String entryId, FlowSource source) {
    return flows.values().stream()
        .anyMatch(
            flow ->
                !flow.ending
                    && flow.start.source() == source
                    && flow.start.entryId().filter(entryId::equals).isPresent());
  }

  /** Hears of flows until it is cancelled. */
  public Cancellable listen(FlowListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private JsonObject end(Flow flow, JsonObject answer) {
    end(flow);
    return answer;
  }

  private void end(Flow flow) {
    if (flow.ended) {
      return;
    }
    flow.ended = true;
    flow.expiry.ifPresent(Cancellable::cancel);
    flows.remove(flow.id);
    if (flow.shown.isPresent()) {
      List.copyOf(listeners).forEach(listener -> listener.removed(flow.view()));
    }
  }

  private void touch(Flow flow) {
    flow.lastUse = ++uses;
    flow.expiry.ifPresent(Cancellable::cancel);
    if (!flow.ended && flow.start.userId().isPresent()) {
      flow.expiry = Optional.of(timers.after(IDLE, () -> end(flow)));
    }
  }

  private void makeRoom(String userId) {
    List<Flow> ofUser =
        flows.values().stream()
            .filter(flow -> flow.start.userId().filter(userId::equals).isPresent())
            .sorted(Comparator.comparingLong(flow -> flow.lastUse))
            .toList();
    for (int i = 0; i <= ofUser.size() - MOST_FLOWS_OF_A_USER; i++) {
      end(ofUser.get(i));
    }
  }
}
