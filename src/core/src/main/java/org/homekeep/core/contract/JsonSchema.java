package org.homekeep.core.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/** Writes a shape as JSON Schema, 2020-12. */
public final class JsonSchema implements Shape.Fold<JsonObject> {

  /** The schema of a shape. */
  public static JsonObject of(Shape shape) {
    return shape.fold(new JsonSchema());
  }

  @Override
  public JsonObject object(Shape.ObjectShape shape) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (Shapes.Key key : shape.keys()) {
      properties.put(key.name(), of(key.shape()));
      if (key.required()) {
        required.add(key.name());
      }
    }
    JsonObject schema = type("object").put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema.put("additionalProperties", shape.open());
  }

  @Override
  public JsonObject map(Shape.MapShape shape) {
    return type("object").put("additionalProperties", of(shape.values()));
  }

  @Override
  public JsonObject list(Shape.ListShape shape) {
    JsonObject schema = type("array").put("items", of(shape.items()));
    return shape.unique() ? schema.put("uniqueItems", true) : schema;
  }

  @Override
  public JsonObject text(Shape.TextShape shape) {
    return shape.longest() == Integer.MAX_VALUE
        ? type("string")
        : type("string").put("maxLength", shape.longest());
  }

  @Override
  public JsonObject choice(Shape.ChoiceShape shape) {
    return type("string").put("enum", new JsonArray(shape.allowed()));
  }

  @Override
  public JsonObject integer(Shape.IntegerShape shape) {
    return type("integer").put("minimum", shape.min()).put("maximum", Long.MAX_VALUE);
  }

  @Override
  public JsonObject bool() {
    return type("boolean");
  }

  @Override
  public JsonObject either(Shape.EitherShape shape) {
    return new JsonObject()
        .put("anyOf", new JsonArray().add(of(shape.first())).add(of(shape.second())));
  }

  @Override
  public JsonObject nothing() {
    return type("null");
  }

  @Override
  public JsonObject anything() {
    return new JsonObject();
  }

  private static JsonObject type(String name) {
    return new JsonObject().put("type", name);
  }
}
