package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.FlowSource;

/**
 * An open flow as others may see it.
 *
 * @param stepId the form that is shown; none while the first step runs
 */
public record FlowView(
    String flowId,
    String domain,
    FlowSource source,
    Optional<String> entryId,
    Optional<String> stepId,
    Optional<String> title) {

  /** The flow as clients are told of it (framework.md §5.3). */
  public JsonObject wire() {
    JsonObject context = new JsonObject().put("source", source.wireName());
    entryId.ifPresent(id -> context.put("entry_id", id));
    title.ifPresent(name -> context.put("title_placeholders", new JsonObject().put("name", name)));
    return new JsonObject()
        .put("flow_id", flowId)
        .put("handler", domain)
        .put("step_id", stepId.orElse(null))
        .put("context", context);
  }
}
