package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.homekeep.api.Redaction;
import org.homekeep.api.flow.StepResult;
import org.jspecify.annotations.Nullable;

/** Writes what a step answers (framework.md §4.1). */
final class FlowAnswers {
  /** Where clients look for texts that are the hub's own. */
  private static final String HUB_DOMAIN = "homeassistant";

  private FlowAnswers() {}

  private static JsonObject answer(Flow flow, String type) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.id)
        .put("handler", flow.start.domain());
  }

  static JsonObject form(Flow flow, StepResult.ShowForm form) {
    return answer(flow, "form")
        .put("step_id", form.stepId())
        .put("data_schema", FormWriter.write(form.schema()))
        .put("errors", objectOrNull(form.errors()))
        .put("description_placeholders", objectOrNull(form.placeholders()))
        .put("last_step", null)
        .put("preview", null);
  }

  static JsonObject abort(Flow flow, String reason, Map<String, String> placeholders) {
    return answer(flow, "abort")
        .put("reason", reason)
        .put("description_placeholders", objectOrNull(placeholders));
  }

  /** An abort that the hub itself decided; its text is the hub's unless the integration has one. */
  static JsonObject refusal(Flow flow, String reason) {
    JsonObject abort = abort(flow, reason, Map.of());
    return flow.definition.keys().aborts().contains(reason)
        ? abort
        : abort.put("translation_domain", HUB_DOMAIN);
  }

  static JsonObject created(Flow flow, StepResult.CreateEntry created, JsonObject entry) {
    return answer(flow, "create_entry")
        .put("title", created.title())
        .put("description", null)
        .put("description_placeholders", null)
        .put("options", Redaction.of(created.options()))
        .put("subentries", new JsonArray())
        .mergeIn(entry);
  }

  private static @Nullable JsonObject objectOrNull(Map<String, String> map) {
    if (map.isEmpty()) {
      return null;
    }
    JsonObject json = new JsonObject();
    map.forEach(json::put);
    return json;
  }
}
