package org.homekeep.core.integration.manifest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks a manifest, key by key and then as a whole (framework.md §6.1). */
public final class ManifestRules {
  private static final String HOME_OF_BUILT_IN = "https://www.home-assistant.io/integrations/";

  private final JsonObject json;
  private final Origin origin;
  private final List<Problem> problems = new ArrayList<>();

  private ManifestRules(JsonObject json, Origin origin) {
    this.json = json;
    this.origin = origin;
  }

  /** Everything that is wrong with a manifest, in the order of its keys. */
  public static List<Problem> check(JsonObject json, Origin origin) {
    ManifestRules rules = new ManifestRules(json, origin);
    rules.keys();
    if (rules.problems.isEmpty()) {
      rules.type();
      rules.origin();
      rules.discovery();
      rules.quality();
      rules.dependencies();
    }
    rules.order();
    return List.copyOf(rules.problems);
  }

  private void keys() {
    for (String key : ManifestKeys.REQUIRED) {
      if (!json.containsKey(key)) {
        refuse(key, "'%s' is missing.".formatted(key));
      }
    }
    if (origin == Origin.CUSTOM && !json.containsKey("version")) {
      refuse(
          "version",
          "'version' is missing, which a custom integration needs. Give it one such as 1.0.0.");
    }
    for (String key : json.fieldNames()) {
      ValueRule form = ManifestKeys.FORMS.get(key);
      Object value = json.getValue(key);
      if (form == null) {
        refuse(key, "'%s' is not a key of a manifest.".formatted(key));
      } else if (value == null || !form.accepts(value)) {
        refuse(key, "'%s' must be %s, not %s.".formatted(key, form.words(), value));
      }
    }
  }

  private void type() {
    boolean isVirtual = "virtual".equals(json.getString("integration_type"));
    boolean supported = json.containsKey("supported_by");
    boolean standards = json.containsKey("iot_standards");
    if (isVirtual && origin == Origin.CUSTOM) {
      refuse("integration_type", "'virtual' is for integrations without code, which are built in.");
    } else if (isVirtual && supported == standards) {
      refuse(
          "integration_type",
          "a virtual integration has either 'supported_by' or 'iot_standards', and not both.");
    } else if (!isVirtual && (supported || standards)) {
      refuse(
          supported ? "supported_by" : "iot_standards",
          "'supported_by' and 'iot_standards' are for the integration type virtual alone.");
    }
    boolean infrastructure = HubComponents.contain(json.getString("domain"));
    boolean iotClass = json.containsKey("iot_class");
    if (infrastructure && origin == Origin.CUSTOM) {
      refuse("domain", "'domain' names a part of the hub itself. Choose another.");
    } else if (infrastructure && iotClass) {
      fault("iot_class", "'iot_class' is not for what is a part of the hub itself.");
    } else if (!infrastructure && !iotClass && !isVirtual) {
      fault("iot_class", "'iot_class' is missing. Say how the integration talks to its service.");
    }
    if (origin == Origin.BUILT_IN && configFlow() && !json.containsKey("integration_type")) {
      fault("integration_type", "'integration_type' is missing, which a config flow needs.");
    }
  }

  private void origin() {
    if (origin == Origin.CUSTOM) {
      return;
    }
    for (String key : List.of("version", "issue_tracker", "import_executor")) {
      if (json.containsKey(key)) {
        fault(key, "'%s' is for custom integrations alone.".formatted(key));
      }
    }
    if (!json.getString("documentation").startsWith(HOME_OF_BUILT_IN)) {
      fault(
          "documentation",
          "'documentation' of a built-in integration lies under %s.".formatted(HOME_OF_BUILT_IN));
    }
  }

  private void discovery() {
    json.fieldNames().stream()
        .filter(MatcherForms.ALL::containsKey)
        .sorted()
        .forEach(
            key ->
                advise(
                    key,
                    "'%s' is kept for clients, but Homekeep discovers nothing by itself. A flow that is discovered elsewhere must set a unique id."
                        .formatted(key)));
  }

  private void quality() {
    String claimed = json.getString("quality_scale", "no_score");
    boolean golden = Set.of("gold", "platinum").contains(claimed);
    if (golden && json.getJsonArray("codeowners").isEmpty()) {
      fault(
          "codeowners",
          "an integration of the quality %s has somebody who cares for it.".formatted(claimed));
    }
    if (claimed.equals("custom")) {
      advise("quality_scale", "'custom' is what the hub reports by itself. Leave it out.");
    }
  }

  private void dependencies() {
    String domain = json.getString("domain");
    List<String> needed = texts("dependencies");
    if (Stream.concat(needed.stream(), texts("after_dependencies").stream())
        .anyMatch(domain::equals)) {
      refuse("dependencies", "the integration depends on itself.");
    }
    needed.stream()
        .filter(texts("after_dependencies")::contains)
        .forEach(
            both ->
                fault(
                    "after_dependencies",
                    "'%s' is a dependency already; leave it out here.".formatted(both)));
  }

  /** The first two keys are the name; the others can be found by their letters. */
  private void order() {
    List<String> keys = List.copyOf(json.fieldNames());
    List<String> right =
        Stream.concat(
                Stream.of("domain", "name").filter(keys::contains),
                keys.stream().filter(key -> !key.equals("domain") && !key.equals("name")).sorted())
            .toList();
    if (!keys.equals(right)) {
      fault(
          "manifest.json",
          "the keys must be in this order: %s.".formatted(String.join(", ", right)));
    }
  }

  private boolean configFlow() {
    return json.getBoolean("config_flow", false);
  }

  private List<String> texts(String key) {
    return json.getJsonArray(key, new JsonArray()).stream().map(String.class::cast).toList();
  }

  private void refuse(String key, String sentence) {
    problems.add(Problem.refused(key, sentence));
  }

  private void fault(String key, String sentence) {
    problems.add(Problem.fault(key, sentence));
  }

  private void advise(String key, String sentence) {
    problems.add(Problem.advice(key, sentence));
  }
}
