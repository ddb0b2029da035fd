package org.homekeep.core.wire;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON of which it is not known what it is. */
public final class JsonText {
  /** More than anyone means; each level costs stack wherever the value is copied or written. */
  private static final int DEEPEST = 100;

  /** A value of two characters takes a hundred bytes of memory once it is read. */
  private static final int MOST_VALUES = 100_000;

  private static final Pattern PLACE = Pattern.compile("line: (\\d+), column: (\\d+)");

  private JsonText() {}

  /**
   * The value: {@code JsonObject}, {@code JsonArray}, {@code String}, {@code Number}, {@code
   * Boolean} or null, whichever codec Vert.x found.
   *
   * @throws DecodeException when it is not JSON, nested deeper than a hundred levels, or of more
   *     than a hundred thousand values
   */
  public static @Nullable Object decode(String text) {
    requireModest(text);
    Object value = Json.decodeValue(text);
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put(String.valueOf(key), field));
      return new JsonObject(fields);
    }
    return value instanceof List<?> list ? new JsonArray(list) : value;
  }

  /** What is wrong with a text that is not JSON, and where, for people. */
  public static String fault(DecodeException malformed) {
    String message = String.valueOf(malformed.getMessage());
    String what =
        message
            .replaceFirst("(?s)\\s*(\\(start marker )?(at )?\\[Source:.*", "")
            .replaceFirst("^Failed to decode: *", "")
            .replaceFirst("[.:\\s]+$", "");
    Matcher place = PLACE.matcher(message);
    return place.find()
        ? "%s, in line %s, column %s".formatted(what, place.group(1), place.group(2))
        : what;
  }

  private static void requireModest(String text) {
    int depth = 0;
    int values = 1;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += c == '\\' ? 1 : 0;
      } else if (c == '[' || c == '{') {
        depth++;
        values++;
      } else if (c == ',') {
        values++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
      if (depth > DEEPEST || values > MOST_VALUES) {
        throw new DecodeException(
            "It has more than %d levels or %d values.".formatted(DEEPEST, MOST_VALUES));
      }
    }
  }
}
