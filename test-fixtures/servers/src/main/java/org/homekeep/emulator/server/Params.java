package org.homekeep.emulator.server;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The parameters of a call, from a JSON body or from the query of a GET. */
public final class Params {
  private final JsonObject values;

  private Params(JsonObject values) {
    this.values = values;
  }

  public static Params ofBody(Buffer body) {
    try {
      return new Params(body.length() == 0 ? new JsonObject() : new JsonObject(body));
    } catch (DecodeException | ClassCastException notJson) {
      throw new CallError(400, "bad_json", "The request is not a JSON object");
    }
  }

  public static Params of(JsonObject object) {
    return new Params(object);
  }

  public static Params ofQuery(MultiMap query) {
    JsonObject values = new JsonObject();
    query.forEach((name, value) -> values.put(name, value));
    return new Params(values);
  }

  /** Fails when there is a field that is none of these, which can only be a mistake. */
  public Params only(List<String> fields) {
    for (String field : values.fieldNames()) {
      if (!fields.contains(field)) {
        throw CallError.badRequest(
            "The field \"%s\" is not known; known are: %s."
                .formatted(field, String.join(", ", fields)));
      }
    }
    return this;
  }

  public String text(String field) {
    return optionalText(field)
        .orElseThrow(() -> CallError.badRequest("required field %s is missing".formatted(field)));
  }

  public Optional<String> optionalText(String field) {
    Object value = values.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw CallError.badRequest("field %s must be a string".formatted(field));
  }

  public Optional<Long> optionalNumber(String field) {
    Object value = values.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Integer || value instanceof Long) {
      return Optional.of(((Number) value).longValue());
    }
    try {
      return Optional.of(Long.valueOf(value.toString()));
    } catch (NumberFormatException notNumber) {
      throw CallError.badRequest("field %s must be an integer".formatted(field));
    }
  }

  /** A number that the JSON has as a whole number, and no text. */
  public long wholeNumber(String field) {
    Object value = values.getValue(field);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw CallError.badRequest("field %s must be a whole number".formatted(field));
  }

  /** A number between two bounds, or what it is when it is not given. */
  public int number(String field, int otherwise, int min, int max) {
    long value = optionalNumber(field).orElse((long) otherwise);
    if (value < min || value > max) {
      throw new CallError(
          400, "out_of_range", "%s must be between %d and %d".formatted(field, min, max));
    }
    return (int) value;
  }

  public boolean flag(String field) {
    return optionalFlag(field).orElse(false);
  }

  public Optional<Boolean> optionalFlag(String field) {
    return Optional.ofNullable(values.getValue(field))
        .map(value -> Boolean.parseBoolean(value.toString()));
  }

  public Optional<List<String>> optionalTexts(String field) {
    Object value = values.getValue(field);
    if (value instanceof String commaSeparated) {
      return Optional.of(List.of(commaSeparated.split(",")));
    }
    return optionalArray(field).map(Json::texts);
  }

  public Optional<JsonArray> optionalArray(String field) {
    Object value = values.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonArray array) {
      return Optional.of(array);
    }
    throw CallError.badRequest("field %s must be an array".formatted(field));
  }

  public Optional<JsonObject> optionalObject(String field) {
    Object value = values.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonObject object) {
      return Optional.of(object);
    }
    throw CallError.badRequest("field %s must be an object".formatted(field));
  }
}
