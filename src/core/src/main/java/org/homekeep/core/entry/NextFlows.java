package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.NextFlow;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;

/** Starts the flow that a person is led to when an entry was made (framework.md §3.7). */
final class NextFlows {
  private final EntryFlows flows;

  NextFlows(EntryFlows flows) {
    this.flows = flows;
  }

  /** {@code [flow_type, flow_id]}; none when nothing is next or it shows nothing. */
  Future<Optional<JsonArray>> start(FlowStart<?> before, EntryView entry, Optional<NextFlow> next) {
    if (next.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    boolean options = next.get() instanceof NextFlow.Options;
    Future<JsonObject> started =
        options
            ? flows
                .options()
                .start(
                    new FlowStart<>(
                        new FlowSubject.Options(entry.domain(), entry.entryId()),
                        before.userId(),
                        before.base()))
            : flows
                .subentries()
                .start(
                    new FlowStart<>(
                        new FlowSubject.Subentry(
                            entry.domain(),
                            FlowSource.USER,
                            entry.entryId(),
                            ((NextFlow.Subentry) next.get()).type(),
                            Optional.empty()),
                        before.userId(),
                        before.base()));
    String type = options ? "options_flow" : "config_subentries_flow";
    return started
        .map(
            step ->
                "abort".equals(step.getString("type"))
                    ? Optional.<JsonArray>empty()
                    : Optional.of(new JsonArray().add(type).add(step.getString("flow_id"))))
        .otherwise(Optional.empty());
  }
}
