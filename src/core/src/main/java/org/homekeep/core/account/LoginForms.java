package org.homekeep.core.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.SecondFactors;

/** The steps of a login as clients get them (framework.md §2.2, §4.1). */
final class LoginForms {
  private LoginForms() {}

  /** Which provider asks: the only one there is. */
  static JsonArray handler() {
    return new JsonArray().add(Credential.LOCAL_PROVIDER).addNull();
  }

  /** Asks for user name and password. */
  static JsonObject first(LoginFlow flow) {
    return password(flow, new JsonObject());
  }

  static JsonObject of(LoginFlow flow, LoginFlows.Outcome outcome) {
    if (outcome instanceof LoginFlows.LoggedIn loggedIn) {
      return step("create_entry", flow)
          .put("version", 1)
          .putNull("description")
          .put("result", loggedIn.code());
    }
    if (outcome instanceof LoginFlows.Aborted aborted) {
      return step("abort", flow).put("reason", aborted.reason());
    }
    if (outcome instanceof LoginFlows.CodeWanted wanted) {
      return code(flow, wanted.wrong() ? errors("invalid_code") : new JsonObject());
    }
    return password(flow, errors("invalid_auth"));
  }

  /** A form with text fields, all of them required. */
  static JsonObject form(
      JsonObject step,
      String stepId,
      JsonObject errors,
      Map<String, String> placeholders,
      String... fields) {
    JsonArray schema = new JsonArray();
    Stream.of(fields)
        .forEach(
            field ->
                schema.add(
                    new JsonObject()
                        .put("name", field)
                        .put("required", true)
                        .put("type", "string")));
    return step.put("step_id", stepId)
        .put("data_schema", schema)
        .put("errors", errors)
        .put(
            "description_placeholders",
            Optional.of(placeholders)
                .filter(some -> !some.isEmpty())
                .map(some -> new JsonObject(Map.copyOf(some)))
                .orElse(null))
        .putNull("last_step")
        .putNull("preview");
  }

  static JsonObject errors(String base) {
    return new JsonObject().put("base", base);
  }

  private static JsonObject password(LoginFlow flow, JsonObject errors) {
    return form(step("form", flow), "init", errors, Map.of(), "username", "password");
  }

  private static JsonObject code(LoginFlow flow, JsonObject errors) {
    Map<String, String> module =
        Map.of("mfa_module_id", SecondFactors.MODULE, "mfa_module_name", SecondFactors.MODULE_NAME);
    return form(step("form", flow), "mfa", errors, module, "code");
  }

  private static JsonObject step(String type, LoginFlow flow) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.id())
        .put("handler", handler())
        .putNull("description_placeholders");
  }
}
