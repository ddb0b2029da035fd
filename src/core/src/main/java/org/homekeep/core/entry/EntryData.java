package org.homekeep.core.entry;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.core.wire.IntervalJson;
import org.jspecify.annotations.Nullable;

/**
 * The way between the stored JSON of an entry and its typed values. Secrets are plain texts on the
 * disk, as Home Assistant has them; what no field describes, or is of another kind than its field,
 * survives as it is.
 */
final class EntryData {
  private EntryData() {}

  /** The typed values of stored JSON. */
  static Values decode(FormSchema schema, JsonObject json) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : json.fieldNames()) {
      Object stored = json.getValue(name);
      Value opaque = new Value.Opaque(Json.encode(stored));
      values.put(
          name,
          schema.find(name).map(field -> field.fold(new Decoder(stored, opaque))).orElse(opaque));
    }
    return Values.of(values);
  }

  /** The JSON to store. The only place where the secrets of an entry leave their type. */
  static JsonObject encode(Values values) {
    JsonObject json = new JsonObject();
    values.asMap().forEach((name, value) -> json.put(name, value.fold(new Encoder()).orElse(null)));
    return json;
  }

  /**
   * The JSON to store when an integration gives new data: what it does not know it cannot have
   * meant to remove.
   */
  static JsonObject encodeOver(FormSchema schema, JsonObject stored, Values changed) {
    JsonObject json = encode(changed);
    for (String name : stored.fieldNames()) {
      if (schema.find(name).isEmpty() && !json.containsKey(name)) {
        json.put(name, stored.getValue(name));
      }
    }
    return json;
  }

  private record Decoder(@Nullable Object stored, Value opaque) implements Field.Fold<Value> {

    @Override
    public Value text(Field.Text field) {
      return stored instanceof String text ? new Value.Text(text) : opaque;
    }

    @Override
    public Value hidden(Field.Hidden field) {
      return stored instanceof String text ? new Value.Hidden(Secret.of(text)) : opaque;
    }

    @Override
    public Value number(Field.Numeric field) {
      return stored instanceof Number number
          ? new Value.Numeric(new BigDecimal(number.toString()))
          : opaque;
    }

    @Override
    public Value flag(Field.Flag field) {
      return stored instanceof Boolean flag ? new Value.Flag(flag) : opaque;
    }

    @Override
    public Value select(Field.Select field) {
      if (stored instanceof String text && !field.multiple()) {
        return new Value.Text(text);
      }
      return field.multiple() ? texts() : opaque;
    }

    @Override
    public Value textList(Field.TextList field) {
      return texts();
    }

    @Override
    public Value interval(Field.Interval field) {
      return stored instanceof JsonObject json
          ? IntervalJson.read(json).<Value>map(Value.Interval::new).orElse(opaque)
          : opaque;
    }

    @Override
    public Value moment(Field.Moment field) {
      return stored instanceof String text ? new Value.Text(text) : opaque;
    }

    @Override
    public Value structure(Field.Structure field) {
      return opaque;
    }

    @Override
    public Value constant(Field.Constant field) {
      return stored instanceof String text ? new Value.Text(text) : opaque;
    }

    private Value texts() {
      return stored instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)
          ? new Value.Texts(array.stream().map(String.class::cast).toList())
          : opaque;
    }

    @Override
    public Value section(Field.Section field) {
      return stored instanceof JsonObject json
          ? new Value.Nested(decode(field.fields(), json))
          : opaque;
    }
  }

  /** Empty is null, which only what nobody knows can be. */
  private static final class Encoder implements Value.Fold<Optional<Object>> {
    @Override
    public Optional<Object> text(String value) {
      return Optional.of(value);
    }

    @Override
    public Optional<Object> hidden(Secret value) {
      return Optional.of(value.reveal());
    }

    @Override
    public Optional<Object> number(BigDecimal value) {
      return Optional.of(value);
    }

    @Override
    public Optional<Object> flag(boolean value) {
      return Optional.of(value);
    }

    @Override
    public Optional<Object> texts(List<String> values) {
      return Optional.of(new JsonArray(List.copyOf(values)));
    }

    @Override
    public Optional<Object> interval(Duration value) {
      return Optional.of(IntervalJson.write(value));
    }

    @Override
    public Optional<Object> nested(Values values) {
      return Optional.of(encode(values));
    }

    @Override
    public Optional<Object> opaque(String json) {
      return Optional.ofNullable(Json.decodeValue(json));
    }
  }
}
