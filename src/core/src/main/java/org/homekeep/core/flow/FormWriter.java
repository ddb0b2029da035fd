package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.MomentKind;
import org.homekeep.api.schema.TextStyle;
import org.homekeep.core.wire.IntervalJson;

/** Writes the fields of a form as {@code data_schema} (framework.md §4.2). Total. */
public final class FormWriter implements Field.Fold<JsonObject> {
  private final Set<Secret> typed;

  private FormWriter(Set<Secret> typed) {
    this.typed = typed;
  }

  /**
   * The form's fields, in order.
   *
   * @param typed the secrets that may be shown again to whoever typed them; what is stored is not
   *     shown, whatever a form suggests
   */
  public static JsonArray write(FormSchema schema, Set<Secret> typed) {
    return new FormWriter(typed).all(schema);
  }

  private JsonArray all(FormSchema schema) {
    JsonArray fields = new JsonArray();
    schema.fields().forEach(field -> fields.add(field.fold(this)));
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
    JsonObject json = named(field);
    TextStyle style = field.style();
    if (needsSelector(style)) {
      json.put("selector", new JsonObject().put("text", textSelector(style)));
    } else {
      json.put("type", "string");
    }
    if (style.shortest() > 0) {
      json.put("lengthMin", style.shortest());
    }
    style.longest().ifPresent(most -> json.put("lengthMax", most));
    if (style.letters() != TextStyle.Letters.AS_TYPED) {
      json.put(lower(style.letters()), true);
    }
    field.fallback().ifPresent(value -> json.put("default", value));
    field.suggestion().ifPresent(value -> suggest(json, value));
    return json;
  }

  private static boolean needsSelector(TextStyle style) {
    return style.kind() != TextStyle.Kind.LINE
        || style.prefix().isPresent()
        || style.suffix().isPresent()
        || style.autocomplete().isPresent();
  }

  private static JsonObject textSelector(TextStyle style) {
    String type =
        switch (style.kind()) {
          case LINE, LINES -> "text";
          case EMAIL -> "email";
          case URL -> "url";
          case TELEPHONE -> "tel";
        };
    JsonObject selector =
        new JsonObject()
            .put("type", type)
            .put("multiline", style.kind() == TextStyle.Kind.LINES)
            .put("multiple", false);
    style.prefix().ifPresent(text -> selector.put("prefix", text));
    style.suffix().ifPresent(text -> selector.put("suffix", text));
    style.autocomplete().ifPresent(what -> selector.put("autocomplete", what));
    return selector;
  }

  @Override
  public JsonObject textList(Field.TextList field) {
    JsonObject json =
        named(field)
            .put(
                "selector",
                new JsonObject().put("text", textSelector(TextStyle.PLAIN).put("multiple", true)));
    if (!field.fallback().isEmpty()) {
      json.put("default", new JsonArray(field.fallback()));
    }
    if (!field.suggestion().isEmpty()) {
      suggest(json, new JsonArray(field.suggestion()));
    }
    return json;
  }

  @Override
  public JsonObject interval(Field.Interval field) {
    JsonObject json =
        named(field)
            .put(
                "selector",
                new JsonObject()
                    .put(
                        "duration",
                        new JsonObject().put("enable_day", true).put("enable_millisecond", false)));
    field.fallback().ifPresent(value -> json.put("default", IntervalJson.write(value)));
    field.suggestion().ifPresent(value -> suggest(json, IntervalJson.write(value)));
    return json;
  }

  @Override
  public JsonObject moment(Field.Moment field) {
    JsonObject json =
        named(field)
            .put("selector", new JsonObject().put(wireName(field.kind()), new JsonObject()));
    field.fallback().ifPresent(value -> json.put("default", value));
    field.suggestion().ifPresent(value -> suggest(json, value));
    return json;
  }

  static String wireName(MomentKind kind) {
    return switch (kind) {
      case DATE -> "date";
      case TIME -> "time";
      case DATE_TIME -> "datetime";
    };
  }

  @Override
  public JsonObject structure(Field.Structure field) {
    JsonObject json =
        named(field).put("selector", new JsonObject().put("object", new JsonObject()));
    field.suggestion().ifPresent(value -> suggest(json, new JsonObject(value.json())));
    return json;
  }

  @Override
  public JsonObject constant(Field.Constant field) {
    return named(field).put("type", "constant").put("value", field.value());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
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
    field
        .suggestion()
        .filter(secret -> field.visible() || typed.contains(secret))
        .ifPresent(secret -> suggest(json, secret.reveal()));
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
            .put("custom_value", field.style().ownValues())
            .put("mode", lower(field.style().mode()))
            .put("sort", field.style().sorted());
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
        .put("schema", all(field.fields()))
        .put("expanded", field.expanded());
  }
}
