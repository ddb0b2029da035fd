package org.homekeep.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random values that a JSON schema allows, or nearly allows; reads what the documents hold. */
final class SchemaValues {
  private static final List<Object> STRANGE =
      List.of(
          "text",
          "",
          -1,
          0,
          7,
          1L << 40,
          true,
          1.5,
          new JsonObject(),
          new JsonObject().put("x", 1),
          new JsonArray(),
          new JsonArray().add("a").add("a"));

  private final JsonObject schema;
  private final Random random;

  SchemaValues(JsonObject schema, Random random) {
    this.schema = schema;
    this.random = random;
  }

  /** A value that the schema allows. */
  @Nullable Object valid() {
    return valid(schema);
  }

  /** A value of an object schema with one thing changed, which may or may not be allowed. */
  JsonObject nearlyValid() {
    JsonObject value = (JsonObject) valid();
    List<String> names = List.copyOf(schema.getJsonObject("properties").fieldNames());
    String name = names.get(random.nextInt(names.size()));
    if (name.equals("id") || name.equals("type") || random.nextInt(6) == 0) {
      return random.nextBoolean() ? value : value.put("unheard_of", 1);
    }
    if (random.nextInt(4) == 0) {
      value.remove(name);
      return value;
    }
    return random.nextInt(8) == 0
        ? value.putNull(name)
        : value.put(name, STRANGE.get(random.nextInt(STRANGE.size())));
  }

  private @Nullable Object valid(JsonObject wanted) {
    if (wanted.containsKey("const")) {
      return wanted.getValue("const");
    }
    if (wanted.containsKey("anyOf")) {
      JsonArray options = wanted.getJsonArray("anyOf");
      return valid(options.getJsonObject(random.nextInt(options.size())));
    }
    if (wanted.containsKey("enum")) {
      JsonArray options = wanted.getJsonArray("enum");
      return options.getValue(random.nextInt(options.size()));
    }
    return switch (wanted.getString("type", "")) {
      case "object" -> object(wanted);
      case "array" -> array(wanted);
      case "string" -> "x".repeat(random.nextInt(Math.min(20, longest(wanted)) + 1));
      case "integer" -> wanted.getLong("minimum") + random.nextInt(5);
      case "boolean" -> random.nextBoolean();
      case "null" -> null;
      default -> STRANGE.get(random.nextInt(STRANGE.size()));
    };
  }

  private JsonObject object(JsonObject wanted) {
    JsonObject value = new JsonObject();
    JsonObject properties = wanted.getJsonObject("properties", new JsonObject());
    JsonArray required = wanted.getJsonArray("required", new JsonArray());
    for (String name : properties.fieldNames()) {
      if (required.contains(name) || random.nextBoolean()) {
        value.put(name, valid(properties.getJsonObject(name)));
      }
    }
    if (wanted.getValue("additionalProperties") instanceof JsonObject others) {
      for (int i = random.nextInt(3); i > 0; i--) {
        value.put("key" + i, valid(others));
      }
    }
    return value;
  }

  private JsonArray array(JsonObject wanted) {
    JsonArray value = new JsonArray();
    Set<@Nullable Object> seen = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Object item = valid(wanted.getJsonObject("items"));
      if (seen.add(item) || !wanted.getBoolean("uniqueItems", false)) {
        value.add(item);
      }
    }
    return value;
  }

  private static int longest(JsonObject wanted) {
    return wanted.getInteger("maxLength", 20);
  }

  /** Whether a schema allows a value: those words of JSON Schema that the documents use. */
  static boolean allows(JsonObject wanted, @Nullable Object value) {
    if (wanted.containsKey("const") && !wanted.getValue("const").equals(value)) {
      return false;
    }
    if (wanted.containsKey("anyOf")) {
      return wanted.getJsonArray("anyOf").stream()
          .anyMatch(option -> allows((JsonObject) option, value));
    }
    if (wanted.containsKey("enum") && !wanted.getJsonArray("enum").contains(value)) {
      return false;
    }
    return switch (wanted.getString("type", "")) {
      case "object" -> value instanceof JsonObject json && allowsObject(wanted, json);
      case "array" -> value instanceof JsonArray json && allowsArray(wanted, json);
      case "string" ->
          value instanceof String text
              && text.length() <= wanted.getInteger("maxLength", Integer.MAX_VALUE);
      case "integer" ->
          (value instanceof Integer || value instanceof Long)
              && ((Number) value).longValue() >= wanted.getLong("minimum");
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      default -> true;
    };
  }

  private static boolean allowsObject(JsonObject wanted, JsonObject value) {
    JsonObject properties = wanted.getJsonObject("properties", new JsonObject());
    Object others = wanted.getValue("additionalProperties");
    return wanted.getJsonArray("required", new JsonArray()).stream()
            .allMatch(name -> value.containsKey((String) name))
        && value.fieldNames().stream()
            .allMatch(
                name -> {
                  if (properties.containsKey(name)) {
                    return allows(properties.getJsonObject(name), value.getValue(name));
                  }
                  return others instanceof JsonObject schema
                      ? allows(schema, value.getValue(name))
                      : Boolean.TRUE.equals(others);
                });
  }

  private static boolean allowsArray(JsonObject wanted, JsonArray value) {
    boolean unique = !wanted.getBoolean("uniqueItems", false);
    return value.stream().allMatch(item -> allows(wanted.getJsonObject("items"), item))
        && (unique || value.stream().distinct().count() == value.size());
  }
}
