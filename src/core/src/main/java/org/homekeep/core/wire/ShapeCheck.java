package org.homekeep.core.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of one value; gives what is wrong with it, if anything is. */
record ShapeCheck(@Nullable Object value, String path) implements Shape.Fold<Optional<String>> {
  private static final Optional<String> RIGHT = Optional.empty();

  static void check(Shape shape, @Nullable Object value, String path) throws ShapeException {
    Optional<String> wrong = shape.fold(new ShapeCheck(value, path));
    if (wrong.isPresent()) {
      throw new ShapeException(wrong.get());
    }
  }

  @Override
  public Optional<String> object(Shape.ObjectShape shape) {
    if (!(value instanceof JsonObject json)) {
      return expected("a dictionary");
    }
    int named = 0;
    for (Shapes.Key key : shape.keys()) {
      if (json.containsKey(key.name())) {
        named++;
        Optional<String> wrong = at(json.getValue(key.name()), key.name(), key.shape());
        if (wrong.isPresent()) {
          return wrong;
        }
      } else if (key.required()) {
        return Optional.of("required key not provided @ %s['%s']".formatted(path, key.name()));
      }
    }
    return shape.open() || named == json.size() ? RIGHT : extraKey(shape, json);
  }

  private Optional<String> extraKey(Shape.ObjectShape shape, JsonObject json) {
    return json.fieldNames().stream()
        .filter(name -> shape.keys().stream().noneMatch(key -> key.name().equals(name)))
        .findFirst()
        .map(
            name ->
                "extra keys not allowed @ %s['%s']. Got %s"
                    .formatted(path, Excerpt.of(name), Excerpt.of(json.getValue(name))));
  }

  @Override
  public Optional<String> map(Shape.MapShape shape) {
    if (!(value instanceof JsonObject json)) {
      return expected("a dictionary");
    }
    for (String name : json.fieldNames()) {
      Optional<String> wrong = at(json.getValue(name), Excerpt.of(name), shape.values());
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return RIGHT;
  }

  @Override
  public Optional<String> list(Shape.ListShape shape) {
    if (!(value instanceof JsonArray array)) {
      return expected("a list");
    }
    Set<@Nullable Object> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      Object item = array.getValue(i);
      Optional<String> wrong = shape.items().fold(new ShapeCheck(item, path + "[" + i + "]"));
      if (wrong.isPresent()) {
        return wrong;
      }
      if (shape.unique() && !seen.add(item)) {
        return Optional.of("contains duplicate items: %s @ %s".formatted(Excerpt.of(item), path));
      }
    }
    return RIGHT;
  }

  @Override
  public Optional<String> text(Shape.TextShape shape) {
    if (!(value instanceof String text)) {
      return expected("str");
    }
    return text.length() <= shape.longest()
        ? RIGHT
        : Optional.of(
            "length of value must be at most %d @ %s. Got %s"
                .formatted(shape.longest(), path, Excerpt.of(text)));
  }

  @Override
  public Optional<String> choice(Shape.ChoiceShape shape) {
    return value instanceof String text && shape.allowed().contains(text)
        ? RIGHT
        : Optional.of(
            "value must be one of %s @ %s. Got %s"
                .formatted(shape.allowed(), path, Excerpt.of(value)));
  }

  @Override
  public Optional<String> integer(Shape.IntegerShape shape) {
    if (!(value instanceof Integer) && !(value instanceof Long)) {
      return expected("int");
    }
    return ((Number) value).longValue() >= shape.min()
        ? RIGHT
        : Optional.of("value must be at least %d @ %s. Got %s".formatted(shape.min(), path, value));
  }

  @Override
  public Optional<String> bool() {
    return value instanceof Boolean ? RIGHT : expected("bool");
  }

  @Override
  public Optional<String> either(Shape.EitherShape shape) {
    return shape.first().fold(this).isEmpty() ? RIGHT : shape.second().fold(this);
  }

  @Override
  public Optional<String> nothing() {
    return value == null ? RIGHT : expected("None");
  }

  @Override
  public Optional<String> anything() {
    return RIGHT;
  }

  private Optional<String> at(@Nullable Object member, String name, Shape shape) {
    return shape.fold(new ShapeCheck(member, path + "['" + name + "']"));
  }

  private Optional<String> expected(String what) {
    return Optional.of("expected %s @ %s. Got %s".formatted(what, path, Excerpt.of(value)));
  }
}
