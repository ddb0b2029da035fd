package org.homekeep.core.integration;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads a manifest and checks every key of it (framework.md §6.1). */
final class ManifestReader {
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");
  private static final Set<String> REQUIRED =
      Set.of("domain", "name", "documentation", "codeowners");
  private static final Map<String, Rule> RULES = rules();

  private ManifestReader() {}

  /** What a value must be, in words, and the test of it. */
  private record Rule(String form, Predicate<Object> test) {}

  /**
   * Reads a manifest.
   *
   * @param source the integration's name, for messages
   * @throws InvalidManifestException naming everything that is wrong
   */
  static Manifest read(String source, String text) throws InvalidManifestException {
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (DecodeException malformed) {
      throw new InvalidManifestException(
          source, List.of("it is not a JSON object (" + malformed.getMessage() + ")."));
    }
    List<String> problems = problems(json);
    if (!problems.isEmpty()) {
      throw new InvalidManifestException(source, problems);
    }
    return new Manifest(
        json.getString("domain"),
        json.getString("name"),
        json.getString("integration_type", "hub"),
        json.getBoolean("config_flow", false),
        json.getBoolean("single_config_entry", false),
        json.encode());
  }

  private static List<String> problems(JsonObject json) {
    List<String> problems = new ArrayList<>();
    for (String key : REQUIRED.stream().sorted().toList()) {
      if (!json.containsKey(key)) {
        problems.add("'%s' is missing.".formatted(key));
      }
    }
    for (String key : json.fieldNames()) {
      Rule rule = RULES.get(key);
      Object value = json.getValue(key);
      if (rule == null) {
        problems.add("'%s' is not a key of a manifest.".formatted(key));
      } else if (value == null || !rule.test().test(value)) {
        problems.add("'%s' must be %s, not %s.".formatted(key, rule.form(), value));
      }
    }
    return problems;
  }

  private static Map<String, Rule> rules() {
    Rule text = new Rule("a text", value -> value instanceof String some && !some.isBlank());
    Rule flag = new Rule("true or false", Boolean.class::isInstance);
    Rule texts = new Rule("a list of texts", value -> isListOf(value, String.class::isInstance));
    Rule address = new Rule("an https address", ManifestReader::isAddress);
    Rule matchers = new Rule("a list of matchers", JsonArray.class::isInstance);
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put(
        "domain",
        new Rule(
            "lower case letters, digits and single underscores",
            value -> value instanceof String some && DOMAIN.matcher(some).matches()));
    rules.put("name", text);
    rules.put("documentation", address);
    rules.put("issue_tracker", address);
    rules.put("version", text);
    rules.put("disabled", text);
    rules.put("supported_by", text);
    rules.put(
        "codeowners",
        new Rule(
            "a list of names such as @someone",
            value ->
                isListOf(value, item -> item instanceof String owner && owner.startsWith("@"))));
    rules.put(
        "integration_type",
        oneOf("device", "entity", "hardware", "helper", "hub", "service", "system", "virtual"));
    rules.put(
        "iot_class",
        oneOf(
            "assumed_state",
            "calculated",
            "cloud_polling",
            "cloud_push",
            "local_polling",
            "local_push"));
    rules.put(
        "quality_scale",
        oneOf("bronze", "silver", "gold", "platinum", "internal", "legacy", "no_score", "custom"));
    for (String key : List.of("config_flow", "single_config_entry", "import_executor")) {
      rules.put(key, flag);
    }
    for (String key :
        List.of("dependencies", "after_dependencies", "requirements", "loggers", "iot_standards")) {
      rules.put(key, texts);
    }
    for (String key : List.of("bluetooth", "zeroconf", "ssdp", "dhcp", "usb", "mqtt")) {
      rules.put(key, matchers);
    }
    rules.put("homekit", new Rule("an object", JsonObject.class::isInstance));
    rules.put("preview_features", new Rule("an object", JsonObject.class::isInstance));
    return Map.copyOf(rules);
  }

  private static Rule oneOf(String... allowed) {
    List<String> options = List.of(allowed);
    return new Rule(
        "one of " + String.join(", ", options),
        value -> value instanceof String some && options.contains(some));
  }

  private static boolean isListOf(Object value, Predicate<Object> item) {
    return value instanceof JsonArray array && array.stream().allMatch(item);
  }

  private static boolean isAddress(Object value) {
    if (!(value instanceof String text)) {
      return false;
    }
    try {
      URI address = URI.create(text);
      return "https".equals(address.getScheme()) && address.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
