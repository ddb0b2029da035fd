package org.homekeep.core.integration.manifest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value of a manifest must be, in words, and the test of it.
 *
 * @param words completes the sentence "'key' must be …"
 */
record ValueRule(String words, Predicate<Object> test) {
  static final ValueRule TEXT =
      new ValueRule("a text", value -> value instanceof String some && !some.isBlank());
  static final ValueRule FLAG = new ValueRule("true or false", Boolean.class::isInstance);
  static final ValueRule ADDRESS = new ValueRule("an https address", ValueRule::isAddress);
  static final ValueRule LOWER_CASE =
      new ValueRule(
          "a text in lower case",
          value -> TEXT.accepts(value) && value.equals(((String) value).toLowerCase(Locale.ROOT)));

  boolean accepts(Object value) {
    return test.test(value);
  }

  static ValueRule pattern(String words, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return new ValueRule(
        words, value -> value instanceof String some && pattern.matcher(some).matches());
  }

  static ValueRule wholeNumber(long max) {
    return new ValueRule(
        "a whole number up to " + max,
        value ->
            (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0
                && ((Number) value).longValue() <= max);
  }

  static <E extends Enum<E>> ValueRule oneOf(Class<E> options) {
    return oneOf(
        Arrays.stream(options.getEnumConstants())
            .map(option -> option.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new));
  }

  static ValueRule oneOf(String... options) {
    return new ValueRule(
        "one of " + String.join(", ", options),
        value -> value instanceof String some && Arrays.asList(options).contains(some));
  }

  static ValueRule either(ValueRule one, ValueRule other) {
    return new ValueRule(
        one.words() + ", or " + other.words(), value -> one.accepts(value) || other.accepts(value));
  }

  /** A list, none of whose items comes twice. */
  static ValueRule listOf(String words, ValueRule item) {
    return new ValueRule(
        words,
        value ->
            value instanceof JsonArray array
                && array.stream().allMatch(item::accepts)
                && array.stream().distinct().count() == array.size());
  }

  /** An object with some of the given keys, at least one, and no others. */
  static ValueRule objectOf(Map<String, ValueRule> keys) {
    String names = keys.keySet().stream().sorted().collect(Collectors.joining(", "));
    return new ValueRule(
        "an object with some of " + names,
        value ->
            value instanceof JsonObject object
                && !object.isEmpty()
                && object.stream()
                    .allMatch(
                        entry ->
                            entry.getValue() != null
                                && keys.containsKey(entry.getKey())
                                && keys.get(entry.getKey()).accepts(entry.getValue())));
  }

  /** An object with any keys, whose values have all the same form. */
  static ValueRule mapOf(String words, ValueRule item) {
    return new ValueRule(
        words,
        value ->
            value instanceof JsonObject object
                && !object.isEmpty()
                && object.stream()
                    .allMatch(entry -> entry.getValue() != null && item.accepts(entry.getValue())));
  }

  private static boolean isAddress(Object value) {
    if (!(value instanceof String text)) {
      return false;
    }
    try {
      URI address = URI.create(text);
      return "https".equals(address.getScheme()) && address.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
