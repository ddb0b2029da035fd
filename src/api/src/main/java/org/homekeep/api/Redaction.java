package org.homekeep.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;

/** Values as diagnostics may show them: secrets redacted by their type. */
public final class Redaction {
  private Redaction() {}

  /** The values as JSON, every secret that is not empty replaced. */
  public static JsonObject of(Values values) {
    JsonObject json = new JsonObject();
    values.asMap().forEach((name, value) -> json.put(name, value.fold(new Writer())));
    return json;
  }

  private static final class Writer implements Value.Fold<Object> {
    @Override
    public Object text(String value) {
      return value;
    }

    @Override
    public Object hidden(Secret value) {
      return value.isEmpty() ? "" : Secret.REDACTED;
    }

    @Override
    public Object number(BigDecimal value) {
      return value;
    }

    @Override
    public Object flag(boolean value) {
      return value;
    }

    @Override
    public Object texts(List<String> values) {
      return new JsonArray(List.copyOf(values));
    }

    @Override
    public Object interval(Duration value) {
      return value.toString();
    }

    @Override
    public Object nested(Values values) {
      return of(values);
    }

    /** Nobody knows what is in there, so nobody may see it. */
    @Override
    public Object opaque(String json) {
      return Secret.REDACTED;
    }
  }
}
