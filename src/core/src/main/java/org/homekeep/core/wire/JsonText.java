package org.homekeep.core.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from outside: as RFC 8259 has it, without the comments that Vert.x would bear, and
 * with bounds. They are counted by what reads: whoever looked at the text beforehand could be made
 * to see another one.
 */
public final class JsonText {
  /** More than anyone means; each level costs stack wherever the value is copied or written. */
  private static final int DEEPEST = 100;

  /** A value of two characters takes a hundred bytes of memory once it is read. */
  private static final int MOST_VALUES = 100_000;

  private static final JsonFactory STRICT = new JsonFactory();

  private static final JsonFactory WITHOUT_DUPLICATES =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The parser gathers a longer one piece by piece, in five times its memory. */
  private static final int LONG_STRING = 64 * 1024;

  private final String text;
  private final JsonParser parser;
  private int values;

  private JsonText(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /**
   * The value: {@code JsonObject}, {@code JsonArray}, {@code String}, {@code Number}, {@code
   * Boolean} or null.
   *
   * @throws DecodeException when it is not JSON, nested deeper than a hundred levels, or of more
   *     than a hundred thousand values
   */
  public static @Nullable Object decode(String text) {
    return decode(text, STRICT);
  }

  /**
   * The same for what a person wrote, who would look in vain for the effect of a key that stands
   * there twice: that is refused, too.
   */
  public static @Nullable Object decodeHandWritten(String text) {
    return decode(text, WITHOUT_DUPLICATES);
  }

  private static @Nullable Object decode(String text, JsonFactory factory) {
    try (JsonParser parser = factory.createParser(text)) {
      JsonText reader = new JsonText(text, parser);
      Object value = reader.value(parser.nextToken(), 0);
      if (parser.nextToken() != null) {
        throw new DecodeException("It goes on after its end.");
      }
      return wrap(value);
    } catch (IOException notJson) {
      throw new DecodeException("It is not JSON.", notJson);
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object wrap(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject((Map<String, Object>) map);
    }
    return value instanceof List<?> list ? new JsonArray(list) : value;
  }

  /** What is wrong with a text that is not JSON, and where, for people. */
  public static String fault(DecodeException malformed) {
    if (!(malformed.getCause() instanceof JsonProcessingException stumbled)
        || stumbled.getLocation() == null) {
      return String.valueOf(malformed.getMessage()).replaceFirst("[.:\\s]+$", "");
    }
    String what =
        stumbled
            .getOriginalMessage()
            .replaceFirst("(?s)\\s*(\\(start marker )?(at )?\\[Source:.*", "")
            .replaceFirst("[.:\\s]+$", "");
    JsonLocation place = stumbled.getLocation();
    return "%s, in line %d, column %d".formatted(what, place.getLineNr(), place.getColumnNr());
  }

  private @Nullable Object value(@Nullable JsonToken token, int depth) throws IOException {
    values++;
    boolean deeper = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    if ((deeper && depth == DEEPEST) || values > MOST_VALUES) {
      throw new DecodeException(
          "It has more than %d levels or %d values.".formatted(DEEPEST, MOST_VALUES));
    }
    if (token == null) {
      throw new DecodeException("It ends too early.");
    }
    return switch (token) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> array(depth + 1);
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new DecodeException("It is not JSON.");
    };
  }

  private String string() throws IOException {
    if (text.length() > LONG_STRING) {
      int start = (int) parser.currentTokenLocation().getCharOffset() + 1;
      int end = text.indexOf('"', start);
      if (end - start > LONG_STRING && !isEscapedWithin(start, end)) {
        // The parser still reads it on its way to the next value, and says if it is no string.
        return text.substring(start, end);
      }
    }
    return parser.getText();
  }

  private boolean isEscapedWithin(int start, int end) {
    int escape = text.indexOf('\\', start);
    return escape >= 0 && escape < end;
  }

  /** A number that Java has not would come back as a text. */
  private static double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new DecodeException("It has a number that is too large.");
    }
    return number;
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      fields.put(key, value(parser.nextToken(), depth));
    }
    return fields;
  }

  private List<@Nullable Object> array(int depth) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(next, depth));
    }
    return items;
  }
}
