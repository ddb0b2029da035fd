package org.homekeep.api;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A documented setting of the process, given as {@code --set domain.name=value}. Not for what a
 * user configures in a flow: for what an operator or a test turns.
 *
 * @param name without the domain: letters, digits, underscores
 * @param form what a value looks like, for messages: "a duration such as PT30S"
 * @param environment a variable that sets it when {@code --set} does not
 * @param parser throws {@link IllegalArgumentException} for what is not a value
 * @param <T> the type of the value
 */
public record Tunable<T>(
    String name,
    String form,
    T fallback,
    String description,
    Optional<String> environment,
    Function<String, T> parser) {

  /** A duration in ISO 8601, longer than zero. */
  public static Tunable<Duration> duration(String name, Duration fallback, String description) {
    return new Tunable<>(
        name,
        "a duration such as PT30S",
        fallback,
        description,
        Optional.empty(),
        Tunable::parseDuration);
  }

  /** A whole number in bounds, both inclusive. */
  public static Tunable<Integer> integer(
      String name, int fallback, int min, int max, String description) {
    return new Tunable<>(
        name,
        "a whole number from %d to %d".formatted(min, max),
        fallback,
        description,
        Optional.empty(),
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException("out of bounds");
          }
          return value;
        });
  }

  /** The address of a service, http or https. */
  public static Tunable<URI> address(
      String name, URI fallback, String environment, String description) {
    return new Tunable<>(
        name,
        "an address such as https://example.org",
        fallback,
        description,
        Optional.of(environment),
        Tunable::parseAddress);
  }

  private static Duration parseDuration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.isZero() || duration.isNegative()) {
        throw new IllegalArgumentException("not longer than zero");
      }
      return duration;
    } catch (DateTimeParseException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  private static URI parseAddress(String text) {
    URI address = URI.create(text);
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new IllegalArgumentException("not http or https");
    }
    return address;
  }
}
