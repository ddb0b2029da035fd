package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.homekeep.api.flow.StepResult;
import org.jspecify.annotations.Nullable;

/** Writes what a step answers (framework.md §4.1). */
final class FlowAnswers {
  /** Where clients look for texts that are the hub's own. */
  private static final String HUB_DOMAIN = "homeassistant";

  private FlowAnswers() {}

  private static JsonObject answer(Flow<?, ?> flow, String type) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.id)
        .put("handler", flow.subject().handler());
  }

  static JsonObject form(Flow<?, ?> flow, StepResult.ShowForm form) {
    return answer(flow, "form")
        .put("step_id", form.stepId())
        .put("data_schema", FormWriter.write(form.schema(), flow.typed))
        .put("errors", objectOrNull(form.errors()))
        .put("description_placeholders", placeholders(flow, form.placeholders()))
        .put("last_step", form.lastStep().orElse(null))
        .put("preview", null);
  }

  static JsonObject menu(Flow<?, ?> flow, StepResult.ShowMenu menu) {
    JsonArray pairs = new JsonArray();
    menu.options().forEach(option -> pairs.add(new JsonArray().add(option).add(option)));
    return answer(flow, "menu")
        .put("step_id", menu.stepId())
        .put(
            "data_schema",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", MenuChoice.KEY)
                        .put("required", true)
                        .put("type", "select")
                        .put("options", pairs)))
        .put("menu_options", new JsonArray(menu.options()))
        .put("description_placeholders", placeholders(flow, menu.placeholders()));
  }

  static JsonObject progress(Flow<?, ?> flow, StepResult.ShowProgress progress) {
    return answer(flow, "progress")
        .put("step_id", progress.stepId())
        .put("progress_action", progress.action())
        .put("description_placeholders", placeholders(flow, progress.placeholders()));
  }

  static JsonObject external(Flow<?, ?> flow, StepResult.OpenExternal external, URI address) {
    return answer(flow, "external")
        .put("step_id", external.stepId())
        .put("url", address.toString())
        .put("description_placeholders", placeholders(flow, external.placeholders()));
  }

  static JsonObject abort(Flow<?, ?> flow, String reason, Map<String, String> placeholders) {
    return answer(flow, "abort")
        .put("reason", reason)
        .put("description_placeholders", objectOrNull(placeholders));
  }

  /** An abort that the hub itself decided; its text is the hub's unless the integration has one. */
  static JsonObject refusal(Flow<?, ?> flow, String reason) {
    JsonObject abort = abort(flow, reason, Map.of());
    return flow.script.keys().aborts().contains(reason)
        ? abort
        : abort.put("translation_domain", HUB_DOMAIN);
  }

  static JsonObject ended(Flow<?, ?> flow, FlowEnd end) {
    if (end instanceof FlowEnd.Changed changed) {
      return abort(flow, changed.reason(), Map.of());
    }
    return answer(flow, "create_entry")
        .put("description", null)
        .put("description_placeholders", null)
        .mergeIn(((FlowEnd.Created) end).more());
  }

  /** What mends something always knows its name (framework.md §3.7). */
  private static @Nullable JsonObject placeholders(Flow<?, ?> flow, Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>(given);
    flow.title.ifPresent(name -> all.putIfAbsent("name", name));
    return objectOrNull(all);
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
