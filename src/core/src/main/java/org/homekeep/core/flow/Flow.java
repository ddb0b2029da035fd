package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.StepResult;
import org.homekeep.core.integration.IntegrationHost;

/** One open flow. Touched on the hub's context alone. */
final class Flow {
  final String id;
  final FlowStart start;
  final IntegrationHost host;
  final IntegrationHost.FlowDefinition definition;

  /** The integration's side, once it was made. */
  Optional<ConfigFlow> code = Optional.empty();

  /** The form that is shown and its JSON, which a client may ask for again. */
  Optional<Shown> shown = Optional.empty();

  Optional<Cancellable> expiry = Optional.empty();
  Optional<String> title = Optional.empty();
  boolean busy;
  boolean ended;

  /** It has its result; what the entry asks for from now on is another flow's. */
  boolean ending;

  /** Grows with each use, so that the one used longest ago can be told. */
  long lastUse;

  record Shown(StepResult.ShowForm form, JsonObject json) {}

  Flow(
      String id, FlowStart start, IntegrationHost host, IntegrationHost.FlowDefinition definition) {
    this.id = id;
    this.start = start;
    this.host = host;
    this.definition = definition;
  }

  FlowView view() {
    return new FlowView(
        id,
        start.domain(),
        start.source(),
        start.entryId(),
        shown.map(form -> form.form().stepId()),
        title);
  }
}
