package org.homekeep.api.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;

/**
 * Named values, immutable and in order: what a person submitted, or what a config entry holds.
 *
 * <p>The getters without {@code Optional} are for names that the schema requires; they fail with
 * {@link MissingValueException} when the name is absent or of another kind.
 */
public final class Values {
  private static final Values EMPTY = new Values(Map.of());

  private final Map<String, Value> byName;

  private Values(Map<String, Value> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** No values. */
  public static Values empty() {
    return EMPTY;
  }

  /** The given values, in the order of the map. */
  public static Values of(Map<String, Value> byName) {
    return new Values(new LinkedHashMap<>(byName));
  }

  /** These values with one more or one replaced. */
  public Values with(String name, Value value) {
    Map<String, Value> copy = new LinkedHashMap<>(byName);
    copy.put(name, value);
    return new Values(copy);
  }

  /** These values with a text set. */
  public Values with(String name, String text) {
    return with(name, new Value.Text(text));
  }

  /** These values with a secret set. */
  public Values with(String name, Secret secret) {
    return with(name, new Value.Hidden(secret));
  }

  /** These values, overlaid by the others. */
  public Values withAll(Values others) {
    Map<String, Value> copy = new LinkedHashMap<>(byName);
    copy.putAll(others.byName);
    return new Values(copy);
  }

  /** All names, in order. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** All values by name, in order. */
  public Map<String, Value> asMap() {
    return byName;
  }

  /** The value of a name, if there is one. */
  public Optional<Value> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The text of a name. */
  public String text(String name) {
    return findText(name).orElseThrow(() -> new MissingValueException(name, "text"));
  }

  /** The text of a name, if there is one. */
  public Optional<String> findText(String name) {
    return byName.get(name) instanceof Value.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** The secret of a name. */
  public Secret secret(String name) {
    return findSecret(name).orElseThrow(() -> new MissingValueException(name, "secret"));
  }

  /** The secret of a name, if there is one. */
  public Optional<Secret> findSecret(String name) {
    return byName.get(name) instanceof Value.Hidden hidden
        ? Optional.of(hidden.value())
        : Optional.empty();
  }

  /** The number of a name. */
  public BigDecimal number(String name) {
    if (byName.get(name) instanceof Value.Numeric number) {
      return number.value();
    }
    throw new MissingValueException(name, "number");
  }

  /** The yes or no of a name. */
  public boolean flag(String name) {
    if (byName.get(name) instanceof Value.Flag flag) {
      return flag.value();
    }
    throw new MissingValueException(name, "yes or no");
  }

  /** The length of time of a name. */
  public Duration interval(String name) {
    if (byName.get(name) instanceof Value.Interval interval) {
      return interval.value();
    }
    throw new MissingValueException(name, "length of time");
  }

  /** The texts of a name; none when it is absent. */
  public List<String> texts(String name) {
    return byName.get(name) instanceof Value.Texts texts ? texts.values() : List.of();
  }

  /** The values of a section; none when it is absent. */
  public Values section(String name) {
    return byName.get(name) instanceof Value.Nested nested ? nested.values() : EMPTY;
  }

  /** Every secret in here, sections included, for redaction by value. */
  public List<Secret> secrets() {
    List<Secret> found = new ArrayList<>();
    for (Value value : byName.values()) {
      if (value instanceof Value.Hidden hidden) {
        found.add(hidden.value());
      } else if (value instanceof Value.Nested nested) {
        found.addAll(nested.values().secrets());
      }
    }
    return List.copyOf(found);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
