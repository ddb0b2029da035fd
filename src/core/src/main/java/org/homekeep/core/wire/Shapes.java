package org.homekeep.core.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shapes that messages are made of. */
public final class Shapes {
  private Shapes() {}

  /**
   * A key of an object.
   *
   * @param required whether the object is refused without it
   */
  public record Key(String name, boolean required, Shape shape) {

    /** A key that must be there. */
    public static Key required(String name, Shape shape) {
      return new Key(name, true, shape);
    }

    /** A key that may be left out. */
    public static Key optional(String name, Shape shape) {
      return new Key(name, false, shape);
    }
  }

  /** An object with the given keys and no others. */
  public static Shape object(Key... keys) {
    return object(List.of(keys), false);
  }

  /** An object with the given keys; others are passed over. */
  public static Shape openObject(Key... keys) {
    return object(List.of(keys), true);
  }

  private static Shape object(List<Key> keys, boolean open) {
    Map<String, Key> byName =
        keys.stream().collect(Collectors.toMap(Key::name, Function.identity()));
    return (value, path) -> {
      if (!(value instanceof JsonObject json)) {
        throw wrong("a dictionary", value, path);
      }
      for (String name : json.fieldNames()) {
        Key key = byName.get(name);
        String at = path + "['" + name + "']";
        if (key != null) {
          key.shape().check(json.getValue(name), at);
        } else if (!open) {
          throw new ShapeException(
              "extra keys not allowed @ %s. Got %s".formatted(at, Excerpt.of(json.getValue(name))));
        }
      }
      for (Key key : keys) {
        if (key.required() && !json.containsKey(key.name())) {
          throw new ShapeException(
              "required key not provided @ %s['%s']".formatted(path, key.name()));
        }
      }
    };
  }

  /** An object whose keys are free and whose values have one shape. */
  public static Shape mapOf(Shape values) {
    return (value, path) -> {
      if (!(value instanceof JsonObject json)) {
        throw wrong("a dictionary", value, path);
      }
      for (String name : json.fieldNames()) {
        values.check(json.getValue(name), path + "['" + name + "']");
      }
    };
  }

  /** A list. */
  public static Shape listOf(Shape items) {
    return (value, path) -> {
      if (!(value instanceof JsonArray array)) {
        throw wrong("a list", value, path);
      }
      for (int i = 0; i < array.size(); i++) {
        items.check(array.getValue(i), path + "[" + i + "]");
      }
    };
  }

  /** A list in which nothing comes twice. */
  public static Shape uniqueListOf(Shape items) {
    Shape list = listOf(items);
    return (value, path) -> {
      list.check(value, path);
      Set<@Nullable Object> seen = new HashSet<>();
      for (Object item : (JsonArray) requirePresent(value)) {
        if (!seen.add(item)) {
          throw new ShapeException(
              "contains duplicate items: %s @ %s".formatted(Excerpt.of(item), path));
        }
      }
    };
  }

  /** Any text. */
  public static Shape string() {
    return (value, path) -> {
      if (!(value instanceof String)) {
        throw wrong("str", value, path);
      }
    };
  }

  /** One of the given texts. */
  public static Shape oneOf(String... allowed) {
    List<String> options = Stream.of(allowed).toList();
    return (value, path) -> {
      if (!(value instanceof String text) || !options.contains(text)) {
        throw new ShapeException(
            "value must be one of %s @ %s. Got %s".formatted(options, path, Excerpt.of(value)));
      }
    };
  }

  /** A whole number, at least {@code min}. */
  public static Shape integer(long min) {
    return (value, path) -> {
      if (!(value instanceof Integer) && !(value instanceof Long)) {
        throw wrong("int", value, path);
      }
      if (((Number) value).longValue() < min) {
        throw new ShapeException(
            "value must be at least %d @ %s. Got %s".formatted(min, path, value));
      }
    };
  }

  /** Yes or no. */
  public static Shape bool() {
    return (value, path) -> {
      if (!(value instanceof Boolean)) {
        throw wrong("bool", value, path);
      }
    };
  }

  /** The shape, or null. */
  public static Shape nullable(Shape shape) {
    return (value, path) -> {
      if (value != null) {
        shape.check(value, path);
      }
    };
  }

  /** A text or a list of texts. */
  public static Shape stringOrStrings() {
    Shape list = listOf(string());
    return (value, path) -> {
      if (!(value instanceof String)) {
        list.check(value, path);
      }
    };
  }

  /** Anything. */
  public static Shape anything() {
    return (value, path) -> {};
  }

  private static Object requirePresent(@Nullable Object value) throws ShapeException {
    if (value == null) {
      throw new ShapeException("a value is missing");
    }
    return value;
  }

  private static ShapeException wrong(String expected, @Nullable Object value, String path) {
    return new ShapeException(
        "expected %s @ %s. Got %s".formatted(expected, path, Excerpt.of(value)));
  }
}
