package org.homekeep.core.validation;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.manifest.Problem;
import org.homekeep.core.translation.Translations;

/**
 * Compares the keys that an integration can show with the texts that it has: each key has a text,
 * and each text a key.
 */
final class EmittedKeys {
  private static final String FILE = "translations/en.json";

  private final JsonObject english;
  private final List<Problem> problems = new ArrayList<>();

  private EmittedKeys(JsonObject english) {
    this.english = english;
  }

  /**
   * Every key without a text and every text without a key.
   *
   * @param forms what the flows show, as far as it could be found out
   */
  static List<Problem> check(Declared declared, List<ShownForms.Form> forms, JsonObject english) {
    EmittedKeys check = new EmittedKeys(english);
    check.flow(
        "config", declared.configFlow().map(flow -> flow.keys()), Set.of("unique_id_mismatch"));
    check.flow("options", declared.optionsFlow().map(flow -> flow.keys()), Set.of());
    declared
        .subentries()
        .forEach(
            (type, kind) ->
                check.flow("config_subentries." + type, Optional.of(kind.flow().keys()), Set.of()));
    check.object("config_subentries").fieldNames().stream()
        .filter(type -> !declared.subentries().containsKey(type))
        .forEach(
            type ->
                check.fault(
                    "'config_subentries.%s' is never shown: there is no such kind of subentries."
                        .formatted(type)));
    declared
        .repairs()
        .forEach(
            (key, flow) ->
                check.flow("issues." + key + ".fix_flow", Optional.of(flow.keys()), Set.of()));
    Set<String> issues = new TreeSet<>(declared.texts().issues());
    issues.addAll(declared.repairs().keySet());
    check.told("issues", issues);
    check.told("exceptions", declared.texts().exceptions());
    forms.stream().distinct().forEach(form -> check.labels(form.path(), form.schema()));
    check.orphanLabels(declared, forms);
    check.selectors(declared, forms);
    return List.copyOf(check.problems);
  }

  private void flow(String path, Optional<FlowKeys> declared, Set<String> ofTheHub) {
    FlowKeys keys = declared.orElse(new FlowKeys(Set.of(), Set.of(), Set.of()));
    compare(path, "step", keys.steps(), Set.of());
    compare(path, "error", keys.errors(), Set.of());
    compare(path, "abort", keys.aborts(), ofTheHub);
    compare(path, "progress", keys.progress(), Set.of());
  }

  private void compare(String path, String part, Set<String> keys, Set<String> ofTheHub) {
    Set<String> texts = object(path + "." + part).fieldNames();
    for (String key : new TreeSet<>(keys)) {
      String whole = path + "." + part + "." + key;
      if (!texts.contains(key) && !Translations.isCommon(whole)) {
        fault("'%s' can be shown and has no text. Write one.".formatted(whole));
      }
    }
    texts.stream()
        .filter(text -> !keys.contains(text) && !ofTheHub.contains(text))
        .forEach(
            text ->
                fault(
                    "'%s.%s.%s' is never shown: the flow does not declare the key. Take the text away, or declare it."
                        .formatted(path, part, text)));
  }

  /** What the integration tells outside of its flows. */
  private void told(String path, Set<String> keys) {
    Set<String> texts = object(path).fieldNames();
    for (String key : new TreeSet<>(keys)) {
      if (!texts.contains(key)) {
        fault("'%s.%s' can be told and has no text. Write one.".formatted(path, key));
      }
    }
    texts.stream()
        .filter(text -> !keys.contains(text))
        .forEach(
            text ->
                fault(
                    "'%s.%s' is never told: Integration.textKeys() does not name it. Take the text away, or name it."
                        .formatted(path, text)));
  }

  private void labels(String step, FormSchema schema) {
    Set<String> labels = object(step + ".data").fieldNames();
    for (Field field : schema.fields()) {
      if (field instanceof Field.Section section) {
        labels(step + ".sections." + section.name(), section.fields());
      } else if (!labels.contains(field.name())) {
        fault("'%s.data.%s' is missing: the label of a field.".formatted(step, field.name()));
      }
    }
  }

  /** A label must belong to a field that is stored, or that a form shows. */
  private void orphanLabels(Declared declared, List<ShownForms.Form> forms) {
    if (forms.isEmpty()) {
      return;
    }
    Set<String> fields =
        schemas(declared, forms)
            .flatMap(EmittedKeys::all)
            .map(Field::name)
            .collect(Collectors.toSet());
    JsonObject steps = object("config.step");
    for (String step : steps.fieldNames()) {
      object("config.step." + step + ".data").fieldNames().stream()
          .filter(label -> !fields.contains(label))
          .forEach(
              label ->
                  problems.add(
                      Problem.advice(
                          FILE,
                          "'config.step.%s.data.%s' is the label of a field that neither a form nor an entry has."
                              .formatted(step, label))));
    }
  }

  /** Everything whose fields are known. */
  private static Stream<FormSchema> schemas(Declared declared, List<ShownForms.Form> forms) {
    return Stream.of(
            Stream.of(declared.schema(), declared.optionsSchema()),
            declared.subentries().values().stream().map(Declared.SubentryKind::schema),
            forms.stream().map(ShownForms.Form::schema))
        .flatMap(Function.identity());
  }

  private void selectors(Declared declared, List<ShownForms.Form> forms) {
    List<Field.Select> selects =
        schemas(declared, forms)
            .flatMap(EmittedKeys::all)
            .filter(Field.Select.class::isInstance)
            .map(Field.Select.class::cast)
            .distinct()
            .toList();
    selects.forEach(this::options);
    Set<String> used =
        selects.stream()
            .flatMap(select -> select.translationKey().stream())
            .collect(Collectors.toSet());
    object("selector").fieldNames().stream()
        .filter(key -> !used.contains(key))
        .forEach(
            key ->
                problems.add(
                    Problem.advice(
                        FILE,
                        "'selector.%s' belongs to no choice that was seen in a form or an entry."
                            .formatted(key))));
  }

  private void options(Field.Select select) {
    select
        .translationKey()
        .ifPresent(
            key -> {
              Set<String> texts = object("selector." + key + ".options").fieldNames();
              List<String> values = select.options().stream().map(Field.Option::value).toList();
              values.stream()
                  .filter(value -> !texts.contains(value))
                  .forEach(
                      value ->
                          fault(
                              "'selector.%s.options.%s' is missing: the label of an option."
                                  .formatted(key, value)));
              texts.stream()
                  .filter(text -> !values.contains(text))
                  .forEach(
                      text ->
                          problems.add(
                              Problem.advice(
                                  FILE,
                                  "'selector.%s.options.%s' is the label of an option that is not offered."
                                      .formatted(key, text))));
            });
  }

  private static Stream<Field> all(FormSchema schema) {
    return schema.fields().stream()
        .flatMap(
            field ->
                field instanceof Field.Section section
                    ? Stream.concat(Stream.of(field), all(section.fields()))
                    : Stream.of(field));
  }

  private JsonObject object(String path) {
    JsonObject found = english;
    for (String key : path.split("\\.", -1)) {
      found = found.getValue(key) instanceof JsonObject inner ? inner : new JsonObject();
    }
    return found;
  }

  private void fault(String sentence) {
    problems.add(Problem.fault(FILE, sentence));
  }
}
