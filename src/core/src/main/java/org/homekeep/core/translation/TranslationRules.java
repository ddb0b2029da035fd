package org.homekeep.core.translation;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.homekeep.core.integration.manifest.Problem;

/** Checks a file of translations (framework.md §7.1): its keys, its texts, and its parts. */
public final class TranslationRules {
  private static final Pattern KEY = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");
  private static final Set<String> CATEGORIES =
      Set.of(
          "title",
          "config",
          "options",
          "config_subentries",
          "selector",
          "issues",
          "exceptions",
          "entity",
          "entity_component",
          "device",
          "services",
          "triggers",
          "conditions",
          "device_automation",
          "system_health",
          "config_panel",
          "preview_features",
          "application_credentials",
          "mfa_setup",
          "common");

  private final String file;
  private final JsonObject json;
  private final List<Problem> problems = new ArrayList<>();

  private TranslationRules(String file, JsonObject json) {
    this.file = file;
    this.json = json;
  }

  /** What is wrong with the texts that all others are translated from. */
  public static List<Problem> english(JsonObject english) {
    TranslationRules rules = new TranslationRules("translations/en.json", english);
    rules.keys("", english);
    rules.texts();
    rules.parts();
    return List.copyOf(rules.problems);
  }

  /** What is wrong with the texts of another language. */
  public static List<Problem> other(String language, JsonObject other, JsonObject english) {
    TranslationRules rules =
        new TranslationRules("translations/%s.json".formatted(language), other);
    rules.texts();
    rules.compare(flat(english));
    return List.copyOf(rules.problems);
  }

  private void keys(String path, JsonObject part) {
    for (String key : part.fieldNames()) {
      String whole = path.isEmpty() ? key : path + "." + key;
      if (path.isEmpty() && !CATEGORIES.contains(key)) {
        fault(whole, "is no category of texts.");
      } else if (!KEY.matcher(key).matches()) {
        fault(whole, "is no key: use small letters and digits, with single - or _ between them.");
      }
      Object value = part.getValue(key);
      if (value instanceof JsonObject inner) {
        keys(whole, inner);
      } else if (!(value instanceof String)) {
        fault(whole, "must be a text or an object.");
      }
    }
  }

  private void texts() {
    flat(json).forEach((key, text) -> TextRules.check(text).forEach(wrong -> fault(key, wrong)));
  }

  private void compare(Map<String, String> english) {
    flat(json)
        .forEach(
            (key, text) -> {
              String original = english.get(key);
              if (original == null) {
                fault(key, "is not there in English. Take it away.");
              } else if (!TranslationFile.placeholders(original)
                  .equals(TranslationFile.placeholders(text))) {
                fault(
                    key,
                    "has other placeholders than the English text, so it is not shown. Use %s."
                        .formatted(TranslationFile.placeholders(original)));
              }
            });
  }

  private void parts() {
    if (!(json.getValue("title") instanceof String)) {
      fault("title", "is missing: the name of the integration.");
    }
    for (String kind : List.of("config", "options")) {
      object(json, kind).ifPresent(flow -> flow(kind, flow));
    }
    each(json, "config_subentries", this::subentry);
    each(json, "issues", this::issue);
    each(
        json,
        "exceptions",
        (path, exception) -> {
          if (!(exception.getValue("message") instanceof String)) {
            fault(path, "has no 'message'.");
          }
        });
  }

  private void subentry(String path, JsonObject subentry) {
    flow(path, subentry);
    if (!(subentry.getValue("entry_type") instanceof String)) {
      fault(path, "has no 'entry_type', which names what is added.");
    }
    if (object(subentry, "initiate_flow").filter(start -> start.containsKey("user")).isEmpty()) {
      fault(path, "has no 'initiate_flow.user', which is the text of the button.");
    }
  }

  private void issue(String path, JsonObject issue) {
    if (!(issue.getValue("title") instanceof String)) {
      fault(path, "has no 'title'.");
    }
    boolean described = issue.containsKey("description");
    if (described == issue.containsKey("fix_flow")) {
      fault(
          path,
          described
              ? "has both 'description' and 'fix_flow'. Keep the one that the issue shows."
              : "has neither 'description' nor 'fix_flow'.");
    }
    object(issue, "fix_flow").ifPresent(flow -> flow(path + ".fix_flow", flow));
  }

  private void flow(String path, JsonObject flow) {
    each(
        flow,
        "step",
        (name, step) -> {
          described(path + "." + name, step);
          each(
              step,
              "sections",
              (section, content) -> described(path + "." + name + "." + section, content));
        });
  }

  private void described(String path, JsonObject form) {
    Set<String> labels = object(form, "data").map(JsonObject::fieldNames).orElse(Set.of());
    object(form, "data_description").map(JsonObject::fieldNames).orElse(Set.of()).stream()
        .filter(field -> !labels.contains(field))
        .forEach(
            field ->
                fault(
                    path + ".data_description." + field,
                    "describes a field that has no label in 'data'."));
  }

  private interface Part {
    void check(String path, JsonObject part);
  }

  private static void each(JsonObject json, String key, Part part) {
    object(json, key)
        .ifPresent(
            parts ->
                parts
                    .fieldNames()
                    .forEach(
                        name ->
                            object(parts, name)
                                .ifPresent(found -> part.check(key + "." + name, found))));
  }

  private static Optional<JsonObject> object(JsonObject json, String key) {
    return json.getValue(key) instanceof JsonObject found ? Optional.of(found) : Optional.empty();
  }

  private static Map<String, String> flat(JsonObject json) {
    Map<String, String> flat = new LinkedHashMap<>();
    TranslationFile.flatten("", json, flat::put);
    return flat;
  }

  private void fault(String key, String ending) {
    problems.add(Problem.fault(file, "'%s' %s".formatted(key, ending)));
  }
}
