package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.FlowSource;

/**
 * An open flow as others may see it.
 *
 * @param context as clients are told of it (framework.md §4.4)
 * @param uniqueId what it says it is about
 * @param stepId the step that is shown; none while the first one runs
 */
public record FlowView(
    String flowId,
    FlowSubject subject,
    JsonObject context,
    Optional<String> uniqueId,
    Optional<String> stepId,
    Optional<String> title) {

  public String domain() {
    return subject.domain();
  }

  public FlowSource source() {
    return subject.source();
  }

  public Optional<String> entryId() {
    return subject.entryId();
  }

  /** Whether it says that it is about the thing. */
  public boolean isAbout(String id) {
    return uniqueId.filter(id::equals).isPresent();
  }

  /** The flow as clients are told of it (framework.md §5.3). */
  public JsonObject wire() {
    return new JsonObject()
        .put("flow_id", flowId)
        .put("handler", subject.handler())
        .put("step_id", stepId.orElse(null))
        .put("context", context.copy());
  }
}
