package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.api.flow.StepResult;

/** One open flow. Touched on the hub's context alone. */
final class Flow<T extends FlowSubject, S extends StepResult> {
  final String id;
  final FlowStart<T> start;
  final FlowScript<S> script;
  final Optional<String> title;

  /** What is shown and its JSON, which a client may ask for again. */
  Optional<Shown> shown = Optional.empty();

  /** The secrets that were typed in it, which alone it may show again. */
  Set<Secret> typed = Set.of();

  /** What it says it is about. */
  Optional<String> uniqueId = Optional.empty();

  /** What goes on while it shows a progress, or waits for somebody to come back. */
  Optional<Cancellable> background = Optional.empty();

  Optional<Cancellable> expiry = Optional.empty();
  boolean busy;
  boolean ended;

  /** It has its result; what the entry asks for from now on is another flow's. */
  boolean ending;

  /** Grows with each use, so that the one used longest ago can be told. */
  long lastUse;

  record Shown(StepResult.Common step, String stepId, JsonObject json) {}

  Flow(String id, FlowStart<T> start, FlowScript<S> script, Optional<String> title) {
    this.id = id;
    this.start = start;
    this.script = script;
    this.title = title;
  }

  T subject() {
    return start.subject();
  }

  FlowView view() {
    JsonObject context = subject().context();
    uniqueId.ifPresent(id -> context.put("unique_id", id));
    title.ifPresent(name -> context.put("title_placeholders", new JsonObject().put("name", name)));
    return new FlowView(id, subject(), context, uniqueId, shown.map(Shown::stepId), title);
  }

  void stopBackground() {
    background.ifPresent(Cancellable::cancel);
    background = Optional.empty();
  }
}
