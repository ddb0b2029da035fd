package org.homekeep.core.flow;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.homekeep.core.integration.SafeCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs flows of one kind, one step of each at a time. Called on the hub's context. */
public final class FlowManager<T extends FlowSubject, S extends StepResult> {
  private static final Logger LOG = LoggerFactory.getLogger(FlowManager.class);
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final Duration LONGEST_TASK = Duration.ofHours(1);
  private static final String UNKNOWN = "unknown";
  private static final String ALREADY_IN_PROGRESS = "already_in_progress";
  private static final String CALLBACK = "/auth/external/callback";

  private final FlowServices services;
  private final FlowKind<T, S> kind;
  private final OpenFlows<T, S> flows;
  private final EndedFlows ended;

  public FlowManager(FlowServices services, FlowKind<T, S> kind) {
    this.services = services;
    this.kind = kind;
    this.flows = new OpenFlows<>(services.timers());
    this.ended = new EndedFlows(services.timers());
  }

  /**
   * Starts a flow and runs its first step.
   *
   * @return the answer; fails with {@link FlowException}
   */
  public Future<JsonObject> start(FlowStart<T> start) {
    T subject = start.subject();
    FlowScript<S> script;
    try {
      script = kind.open(subject);
    } catch (FlowException impossible) {
      return Future.failedFuture(impossible);
    }
    Flow<T, S> flow = new Flow<>(kind.nextId(), start, script, kind.title(subject));
    Optional<String> refusal = kind.refusal(subject);
    if (refusal.isPresent()) {
      return Future.succeededFuture(FlowAnswers.refusal(flow, refusal.get()));
    }
    if (kind.exclusive(subject)) {
      abortIdle(
          other -> other.source() == subject.source() && other.entryId().equals(subject.entryId()));
    }
    flow.uniqueId = kind.uniqueId(subject);
    flows.add(flow);
    return step(flow, Optional.empty(), script.start());
  }

  /**
   * Submits what is shown.
   *
   * @return the answer; fails with {@link FlowException} and with {@link InvalidInputException}
   */
  public Future<JsonObject> submit(String flowId, JsonObject input) {
    Optional<Flow<T, S>> found = flows.find(flowId);
    if (found.isEmpty()) {
      return snapshot(flowId);
    }
    Flow<T, S> flow = found.get();
    if (flow.busy || flow.shown.isEmpty()) {
      return Future.failedFuture(FlowException.busy());
    }
    StepResult.Common shown = flow.shown.get().step();
    try {
      if (shown instanceof StepResult.ShowForm form) {
        Values values = typed(form, input);
        flow.typed = Set.copyOf(values.secrets());
        return step(flow, Optional.of(values), flow.script.submit(form.stepId(), values));
      }
      if (shown instanceof StepResult.ShowMenu menu) {
        String chosen = MenuChoice.read(menu.options(), input);
        return step(flow, Optional.empty(), flow.script.proceed(chosen));
      }
    } catch (InvalidInputException refused) {
      flows.touch(flow);
      return Future.failedFuture(refused);
    }
    return snapshot(flowId);
  }

  private static Values typed(StepResult.ShowForm form, JsonObject input)
      throws InvalidInputException {
    FormReader.Outcome outcome = FormReader.read(form.schema(), input);
    if (outcome instanceof FormReader.Refused refused) {
      throw new InvalidInputException(refused.errors());
    }
    return ((FormReader.Accepted) outcome).values();
  }

  private Future<JsonObject> step(Flow<T, S> flow, Optional<Values> typed, Future<S> outcome) {
    flow.busy = true;
    flows.touch(flow);
    return outcome
        .compose(result -> answer(flow, result))
        .recover(failure -> failed(flow, typed, failure))
        .onComplete(
            done -> {
              flow.busy = false;
              flows.touch(flow);
            });
  }

  private Future<JsonObject> answer(Flow<T, S> flow, S result) {
    if (flow.ended) {
      return Future.failedFuture(FlowException.unknownFlow());
    }
    Optional<FlowKind.Claim<S>> claim = kind.claim(result);
    if (claim.isPresent()) {
      Optional<String> refusal = claimed(flow, claim.get().uniqueId());
      return refusal.isPresent()
          ? Future.succeededFuture(end(flow, FlowAnswers.refusal(flow, refusal.get())))
          : answer(flow, claim.get().step());
    }
    if (result instanceof StepResult.Common shown) {
      StepChecks.check(flow.script.keys(), shown);
      return show(flow, shown);
    }
    flow.ending = true;
    return kind.end(flow.start, result, flow.uniqueId)
        .onFailure(failed -> flow.ending = false)
        .map(end -> end(flow, FlowAnswers.ended(flow, end)));
  }

  private Optional<String> claimed(Flow<T, S> flow, String uniqueId) {
    boolean other =
        flows.all().stream()
            .filter(each -> each != flow && each.subject().domain().equals(flow.subject().domain()))
            .filter(each -> each.subject().source() != FlowSource.REAUTH)
            .anyMatch(each -> each.uniqueId.filter(uniqueId::equals).isPresent());
    if (other && flow.subject().source() != FlowSource.USER) {
      return Optional.of(ALREADY_IN_PROGRESS);
    }
    flow.uniqueId = Optional.of(uniqueId);
    return kind.refusal(flow.subject(), uniqueId);
  }

  private Future<JsonObject> show(Flow<T, S> flow, StepResult.Common step) {
    if (step instanceof StepResult.ShowForm form) {
      return Future.succeededFuture(show(flow, form, form.stepId(), FlowAnswers.form(flow, form)));
    }
    if (step instanceof StepResult.ShowMenu menu) {
      return Future.succeededFuture(show(flow, menu, menu.stepId(), FlowAnswers.menu(flow, menu)));
    }
    if (step instanceof StepResult.ShowProgress progress) {
      JsonObject json =
          show(flow, progress, progress.stepId(), FlowAnswers.progress(flow, progress));
      begin(flow, progress);
      return Future.succeededFuture(json);
    }
    if (step instanceof StepResult.OpenExternal external) {
      return send(flow, external);
    }
    StepResult.Abort abort = (StepResult.Abort) step;
    return Future.succeededFuture(
        end(flow, FlowAnswers.abort(flow, abort.reason(), abort.placeholders())));
  }

  private JsonObject show(Flow<T, S> flow, StepResult.Common step, String stepId, JsonObject json) {
    boolean first = flow.shown.isEmpty();
    flow.stopBackground();
    flow.shown = Optional.of(new Flow.Shown(step, stepId, json));
    if (first) {
      flows.announce(flow);
    }
    return json.copy();
  }

  private void begin(Flow<T, S> flow, StepResult.ShowProgress shown) {
    ProgressRun run = new ProgressRun(services.runtime(), done -> report(flow, done));
    flow.background = Optional.of(run);
    flow.script
        .run("flow progress", LONGEST_TASK, () -> shown.task().run(run))
        .onComplete(
            next -> {
              if (!run.cancelled()) {
                inBackground(
                    flow,
                    next.succeeded()
                        ? flow.script.proceed(next.result())
                        : Future.failedFuture(next.cause()));
              }
            });
  }

  private Future<JsonObject> send(Flow<T, S> flow, StepResult.OpenExternal external) {
    Optional<URI> base = flow.start.base();
    if (base.isEmpty()) {
      return Future.failedFuture(
          new IllegalStateException(
              "The flow goes to a page of another service, but nobody knows where it would send the person back to."));
    }
    ExternalVisits.Visit visit =
        services
            .visits()
            .begin(answer -> inBackground(flow, flow.script.returned(external.stepId(), answer)));
    return flow.script
        .run(
            "flow step",
            STEP,
            () ->
                Future.succeededFuture(
                    external.page().address(base.get().resolve(CALLBACK), visit.secret())))
        .map(
            address -> {
              StepChecks.address(address);
              JsonObject json =
                  show(
                      flow,
                      external,
                      external.stepId(),
                      FlowAnswers.external(flow, external, address));
              flow.background = Optional.of(visit.end());
              return json;
            })
        .onFailure(failed -> visit.end().cancel());
  }

  /** Takes a flow further while nobody waits for the answer; clients are told to look again. */
  private void inBackground(Flow<T, S> flow, Future<S> outcome) {
    step(flow, Optional.empty(), outcome)
        .onSuccess(
            answer -> {
              if (flow.ended) {
                ended.keep(flow.id, answer);
              }
              fire("data_entry_flow_progressed", flow, new JsonObject().put("refresh", true));
            });
  }

  private void report(Flow<T, S> flow, double done) {
    fire("data_entry_flow_progress_update", flow, new JsonObject().put("progress", done));
  }

  private void fire(String event, Flow<T, S> flow, JsonObject more) {
    services
        .events()
        .fire(
            event,
            new JsonObject()
                .put("handler", flow.subject().handler())
                .put("flow_id", flow.id)
                .mergeIn(more));
  }

  private Future<JsonObject> failed(Flow<T, S> flow, Optional<Values> typed, Throwable failure) {
    if (failure instanceof FlowException) {
      return Future.failedFuture(failure);
    }
    if (failure instanceof FlowRefusedException refused) {
      return Future.succeededFuture(end(flow, FlowAnswers.refusal(flow, refused.abortReason())));
    }
    LOG.atError()
        .addKeyValue("integration", flow.subject().domain())
        .addKeyValue("step", flow.shown.map(Flow.Shown::stepId).orElse("start"))
        .setCause(SafeCause.of(failure, typed.map(Values::secrets).orElse(List.of())))
        .log("A step of a flow failed");
    if (flow.ended) {
      return Future.failedFuture(FlowException.unknownFlow());
    }
    if (flow.shown.isPresent()
        && flow.shown.get().step() instanceof StepResult.ShowForm form
        && typed.isPresent()) {
      return show(
          flow,
          new StepResult.ShowForm(
              form.stepId(),
              form.schema().suggesting(typed.get()),
              Map.of("base", UNKNOWN),
              form.placeholders(),
              form.lastStep()));
    }
    return Future.succeededFuture(end(flow, FlowAnswers.refusal(flow, UNKNOWN)));
  }

  /** What was shown last, without running anything; fails with {@link FlowException}. */
  public Future<JsonObject> snapshot(String flowId) {
    return flows
        .find(flowId)
        .flatMap(flow -> flow.shown)
        .map(shown -> shown.json().copy())
        .or(() -> ended.find(flowId))
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(FlowException.unknownFlow()));
  }

  /** Ends a flow without a result; false when there is none. */
  public boolean abort(String flowId) {
    Optional<Flow<T, S>> flow = flows.find(flowId);
    flow.ifPresent(flows::end);
    return flow.isPresent();
  }

  /** Ends the flows that are meant, but not one that is just working on its end. */
  public void abortIdle(Predicate<FlowView> meant) {
    for (Flow<T, S> flow : flows.all()) {
      if (!flow.busy && meant.test(flow.view())) {
        flows.end(flow);
      }
    }
  }

  /** Every open flow that shows a step. */
  public List<FlowView> open() {
    return flows.all().stream()
        .filter(flow -> flow.shown.isPresent())
        .map(flow -> flow.view())
        .toList();
  }

  /** An open flow that shows a step. */
  public Optional<FlowView> find(String flowId) {
    return flows.find(flowId).filter(flow -> flow.shown.isPresent()).map(flow -> flow.view());
  }

  /** Whether such a flow still asks, its first step included. */
  public boolean isOpen(Predicate<FlowView> meant) {
    return flows.all().stream().anyMatch(flow -> !flow.ending && meant.test(flow.view()));
  }

  /** Hears of flows until it is cancelled. */
  public Cancellable listen(FlowListener listener) {
    return flows.listen(listener);
  }

  private JsonObject end(Flow<T, S> flow, JsonObject answer) {
    flows.end(flow);
    return answer;
  }
}
