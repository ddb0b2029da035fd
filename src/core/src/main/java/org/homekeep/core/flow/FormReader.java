package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.core.wire.Excerpt;
import org.jspecify.annotations.Nullable;

/** Checks what was submitted against a form and gives it its types (framework.md §4.3). Total. */
public final class FormReader {
  private static final int LONGEST_TEXT = 64 * 1024;

  private FormReader() {}

  /** What came of a submission. */
  public sealed interface Outcome {}

  /** It fits the form; fallbacks are filled in. */
  public record Accepted(Values values) implements Outcome {}

  /**
   * It does not fit.
   *
   * @param errors field → sentence, and {@code base} → list of sentences
   */
  public record Refused(JsonObject errors) implements Outcome {}

  /** Checks a submission. */
  public static Outcome read(FormSchema schema, JsonObject input) {
    Map<String, Value> values = new LinkedHashMap<>();
    JsonObject errors = new JsonObject();
    for (Field field : schema.fields()) {
      Object given = input.getValue(field.name());
      try {
        field.fold(new ValueReader(given)).ifPresent(value -> values.put(field.name(), value));
      } catch (RefusedValueException refused) {
        errors.put(field.name(), refused.getMessage());
      }
    }
    JsonArray base = new JsonArray();
    for (String name : input.fieldNames()) {
      if (schema.find(name).isEmpty()) {
        base.add("extra keys not allowed @ data['%s']".formatted(Excerpt.of(name)));
      }
    }
    if (!base.isEmpty()) {
      errors.put("base", base);
    }
    return errors.isEmpty() ? new Accepted(Values.of(values)) : new Refused(errors);
  }

  /** Stays inside this class: it only ends the reading of one field. */
  private static final class RefusedValueException extends IllegalArgumentException {
    RefusedValueException(String message) {
      super(message);
    }
  }

  /** Reads one value as the field asks; empty when it is absent and may be. */
  private record ValueReader(@Nullable Object given) implements Field.Fold<Optional<Value>> {

    private Optional<Value> absent(boolean required, Optional<? extends Value> fallback) {
      if (fallback.isPresent()) {
        return Optional.of(fallback.get());
      }
      if (required) {
        throw new RefusedValueException("required key not provided");
      }
      return Optional.empty();
    }

    private String string(Object value) {
      if (!(value instanceof String text)) {
        throw new RefusedValueException("expected str");
      }
      if (text.length() > LONGEST_TEXT) {
        throw new RefusedValueException("length of value must be at most " + LONGEST_TEXT);
      }
      return text;
    }

    @Override
    public Optional<Value> text(Field.Text field) {
      return given == null
          ? absent(field.required(), field.fallback().map(Value.Text::new))
          : Optional.of(new Value.Text(string(given)));
    }

    @Override
    public Optional<Value> hidden(Field.Hidden field) {
      return given == null
          ? absent(field.required(), Optional.empty())
          : Optional.of(new Value.Hidden(Secret.of(string(given))));
    }

    @Override
    public Optional<Value> number(Field.Numeric field) {
      if (given == null) {
        return absent(field.required(), field.fallback().map(Value.Numeric::new));
      }
      if (!(given instanceof Number number)) {
        throw new RefusedValueException(field.whole() ? "expected int" : "expected float");
      }
      BigDecimal value = new BigDecimal(number.toString());
      if (field.whole() && value.stripTrailingZeros().scale() > 0) {
        throw new RefusedValueException("expected int");
      }
      if (field.min().isPresent() && value.compareTo(field.min().get()) < 0) {
        throw new RefusedValueException("value must be at least " + field.min().get());
      }
      if (field.max().isPresent() && value.compareTo(field.max().get()) > 0) {
        throw new RefusedValueException("value must be at most " + field.max().get());
      }
      return Optional.of(new Value.Numeric(value));
    }

    @Override
    public Optional<Value> flag(Field.Flag field) {
      if (given == null) {
        return absent(field.required(), field.fallback().map(Value.Flag::new));
      }
      if (!(given instanceof Boolean flag)) {
        throw new RefusedValueException("expected bool");
      }
      return Optional.of(new Value.Flag(flag));
    }

    @Override
    public Optional<Value> select(Field.Select field) {
      if (given == null) {
        Optional<Value> fallback =
            field
                .fallback()
                .map(
                    value ->
                        field.multiple() ? new Value.Texts(List.of(value)) : new Value.Text(value));
        return absent(field.required(), fallback);
      }
      if (!field.multiple()) {
        return Optional.of(new Value.Text(option(field, given)));
      }
      if (!(given instanceof JsonArray array)) {
        throw new RefusedValueException("expected a list");
      }
      Set<String> chosen = new LinkedHashSet<>();
      for (Object item : array) {
        chosen.add(option(field, item));
      }
      return Optional.of(new Value.Texts(new ArrayList<>(chosen)));
    }

    private String option(Field.Select field, @Nullable Object value) {
      List<String> options = field.options().stream().map(Field.Option::value).toList();
      if (!(value instanceof String text) || !options.contains(text)) {
        throw new RefusedValueException("value must be one of " + options);
      }
      return text;
    }

    @Override
    public Optional<Value> section(Field.Section field) {
      Object inner = given == null ? new JsonObject() : given;
      if (!(inner instanceof JsonObject json)) {
        throw new RefusedValueException("expected a dictionary");
      }
      Outcome outcome = read(field.fields(), json);
      if (outcome instanceof Refused refused) {
        throw new RefusedValueException(refused.errors().encode());
      }
      return Optional.of(new Value.Nested(((Accepted) outcome).values()));
    }
  }
}
