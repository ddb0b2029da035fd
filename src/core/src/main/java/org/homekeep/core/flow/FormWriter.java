package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;

/** Writes the fields of a form as {@code data_schema} (framework.md §4.2). Total. */
public final class FormWriter implements Field.Fold<JsonObject> {
  private static final FormWriter WRITER = new FormWriter();

  private FormWriter() {}

  /** The form's fields, in order. */
  public static JsonArray write(FormSchema schema) {
    JsonArray fields = new JsonArray();
    schema.fields().forEach(field -> fields.add(field.fold(WRITER)));
    return fields;
  }

  private static JsonObject named(Field field) {
    JsonObject json = new JsonObject().put("name", field.name()).put("required", field.required());
    return field.required() ? json : json.put("optional", true);
  }

  private static void suggest(JsonObject json, Object value) {
    json.put("description", new JsonObject().put("suggested_value", value));
  }

  @Override
  public JsonObject text(Field.Text field) {
    JsonObject json = named(field).put("type", "string");
    field.fallback().ifPresent(value -> json.put("default", value));
    field.suggestion().ifPresent(value -> suggest(json, value));
    return json;
  }

  @Override
  public JsonObject hidden(Field.Hidden field) {
    JsonObject json = named(field);
    if (field.visible()) {
      json.put("type", "string");
    } else {
      json.put(
          "selector",
          new JsonObject()
              .put(
                  "text",
                  new JsonObject()
                      .put("type", "password")
                      .put("multiline", false)
                      .put("multiple", false)));
    }
    // The form is shown to administrators alone, who typed the value or may replace it.
    field.suggestion().map(Secret::reveal).ifPresent(value -> suggest(json, value));
    return json;
  }

  @Override
  public JsonObject number(Field.Numeric field) {
    JsonObject json = named(field);
    if (field.unit().isPresent()) {
      JsonObject number =
          new JsonObject()
              .put("mode", "box")
              .put("unit_of_measurement", field.unit().get())
              .put("step", field.whole() ? (Object) 1 : "any");
      field.min().ifPresent(value -> number.put("min", value));
      field.max().ifPresent(value -> number.put("max", value));
      json.put("selector", new JsonObject().put("number", number));
    } else {
      json.put("type", field.whole() ? "integer" : "float");
      field.min().ifPresent(value -> json.put("valueMin", value));
      field.max().ifPresent(value -> json.put("valueMax", value));
    }
    field.fallback().ifPresent(value -> json.put("default", value));
    field.suggestion().ifPresent(value -> suggest(json, value));
    return json;
  }

  @Override
  public JsonObject flag(Field.Flag field) {
    JsonObject json = named(field).put("type", "boolean");
    field.fallback().ifPresent(value -> json.put("default", value));
    field.suggestion().ifPresent(value -> suggest(json, value));
    return json;
  }

  @Override
  public JsonObject select(Field.Select field) {
    JsonArray options = new JsonArray();
    field
        .options()
        .forEach(
            option ->
                options.add(
                    new JsonObject().put("value", option.value()).put("label", option.label())));
    JsonObject select =
        new JsonObject()
            .put("options", options)
            .put("multiple", field.multiple())
            .put("custom_value", false)
            .put("mode", "dropdown")
            .put("sort", false);
    field.translationKey().ifPresent(key -> select.put("translation_key", key));
    JsonObject json = named(field).put("selector", new JsonObject().put("select", select));
    field
        .fallback()
        .ifPresent(
            value -> json.put("default", field.multiple() ? new JsonArray().add(value) : value));
    if (!field.suggestion().isEmpty()) {
      suggest(
          json, field.multiple() ? new JsonArray(field.suggestion()) : field.suggestion().get(0));
    }
    return json;
  }

  @Override
  public JsonObject section(Field.Section field) {
    return named(field)
        .put("type", "expandable")
        .put("schema", write(field.fields()))
        .put("expanded", field.expanded());
  }
}
