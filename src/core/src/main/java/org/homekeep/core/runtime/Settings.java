package org.homekeep.core.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.homekeep.api.Tunable;

/**
 * The values of all tunables: from {@code --set}, else from the environment, else the fallback.
 * Every value is checked when the settings are made, so that a typing error stops the start and not
 * a backup at night.
 */
public final class Settings {
  private final Map<Tunable<?>, Object> values;

  private Settings(Map<Tunable<?>, Object> values) {
    this.values = values;
  }

  /**
   * Resolves what was given against what is known.
   *
   * @param known domain → its tunables
   * @param given {@code domain.name} → value
   * @throws InvalidSettingException naming every unknown key and every bad value at once
   */
  public static Settings resolve(
      Map<String, ? extends Collection<Tunable<?>>> known,
      Map<String, String> given,
      Map<String, String> environment)
      throws InvalidSettingException {
    Map<String, Tunable<?>> byKey = new TreeMap<>();
    known.forEach(
        (domain, tunables) ->
            tunables.forEach(tunable -> byKey.put(domain + "." + tunable.name(), tunable)));
    List<String> problems = new ArrayList<>();
    for (String key : given.keySet()) {
      if (!byKey.containsKey(key)) {
        problems.add(
            "There is no setting '%s'. Known settings: %s."
                .formatted(key, String.join(", ", byKey.keySet())));
      }
    }
    Map<Tunable<?>, Object> values = new HashMap<>();
    byKey.forEach(
        (key, tunable) -> {
          String fromEnvironment = tunable.environment().map(environment::get).orElse(null);
          if (given.containsKey(key)) {
            parse(key, tunable, given.getOrDefault(key, ""), values, problems);
          } else if (fromEnvironment != null) {
            String variable = tunable.environment().orElse(key);
            parse(variable, tunable, fromEnvironment, values, problems);
          } else {
            values.put(tunable, tunable.fallback());
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(problems);
    }
    return new Settings(Map.copyOf(values));
  }

  private static void parse(
      String source,
      Tunable<?> tunable,
      String text,
      Map<Tunable<?>, Object> values,
      List<String> problems) {
    try {
      values.put(tunable, tunable.parser().apply(text));
    } catch (IllegalArgumentException notAValue) {
      problems.add("%s must be %s, not '%s'.".formatted(source, tunable.form(), text));
    }
  }

  /** The value of a tunable that was known when the settings were made. */
  @SuppressWarnings("unchecked")
  public <T> T get(Tunable<T> tunable) {
    Object value = values.get(tunable);
    if (value == null) {
      throw new IllegalStateException("The setting " + tunable.name() + " was not declared.");
    }
    return (T) value;
  }
}
