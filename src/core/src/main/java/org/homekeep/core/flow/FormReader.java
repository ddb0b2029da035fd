package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.core.wire.Excerpt;

/** Checks what was submitted against a form and gives it its types (framework.md §4.3). Total. */
public final class FormReader {
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
      } catch (ValueReader.RefusedValueException refused) {
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
}
