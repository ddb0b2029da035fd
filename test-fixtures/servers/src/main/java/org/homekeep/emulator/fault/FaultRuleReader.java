package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads fault rules from JSON and says what is wrong with one. */
final class FaultRuleReader {
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "call",
              "action",
              "times",
              "nth",
              "status",
              "code",
              "message",
              "delay_ms",
              "after_bytes",
              "bytes_per_second",
              "retry_after",
              "at",
              "key_id",
              "bucket",
              "pod"));
  private static final int MOST_PODS = 2;
  private static final int MAX_COUNT = 1_000_000;
  private static final long MAX_DELAY_MS = Duration.ofHours(1).toMillis();

  private FaultRuleReader() {}

  static FaultRule read(JsonObject json) {
    for (String field : json.fieldNames()) {
      if (!FIELDS.contains(field)) {
        throw new FaultRuleException(
            "The field \"%s\" is not known; known are %s."
                .formatted(field, String.join(", ", FIELDS)));
      }
    }
    String call =
        text(json, "call")
            .orElseThrow(
                () ->
                    new FaultRuleException(
                        "The field \"call\" is missing: name the call that is to fail, or *."));
    FaultAction action = text(json, "action").map(FaultAction::of).orElseGet(() -> implied(json));
    if (action == FaultAction.ERROR && !json.containsKey("status")) {
      throw new FaultRuleException("The field \"status\" is missing: an error needs one, 400–599.");
    }
    if (action == FaultAction.DELAY && !json.containsKey("delay_ms")) {
      throw new FaultRuleException("The field \"delay_ms\" is missing: a delay needs a length.");
    }
    int status = (int) number(json, "status", 400, 599).orElse(500);
    String code = text(json, "code").orElse(codeFor(status));
    return new FaultRule(
        new FaultMatch(
            call,
            text(json, "key_id"),
            text(json, "bucket"),
            number(json, "pod", 1, MOST_PODS).stream().mapToInt(it -> (int) it).findFirst()),
        action,
        (int) number(json, "times", 1, MAX_COUNT).orElse(1),
        (int) number(json, "nth", 1, MAX_COUNT).orElse(1),
        status,
        code,
        text(json, "message").orElse(FaultRule.messageFor(code)),
        Duration.ofMillis(number(json, "delay_ms", 0, MAX_DELAY_MS).orElse(0)),
        number(json, "after_bytes", 0, Long.MAX_VALUE),
        number(json, "bytes_per_second", 1, Long.MAX_VALUE).orElse(FaultRule.DEFAULT_RATE),
        number(json, "retry_after", 0, 86_400).stream().mapToObj(Duration::ofSeconds).findFirst(),
        atAnswer(json));
  }

  private static boolean atAnswer(JsonObject json) {
    return switch (text(json, "at").orElse("call")) {
      case "call" -> false;
      case "answer" -> true;
      default ->
          throw new FaultRuleException(
              "The field \"at\" must be call, or answer for what is carried out first.");
    };
  }

  private static FaultAction implied(JsonObject json) {
    if (json.containsKey("status")) {
      return FaultAction.ERROR;
    }
    if (json.containsKey("delay_ms")) {
      return FaultAction.DELAY;
    }
    throw new FaultRuleException(
        "The rule does nothing: give it a \"status\", a \"delay_ms\" or an \"action\".");
  }

  private static Optional<String> text(JsonObject json, String field) {
    Object value = json.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    throw new FaultRuleException("The field \"%s\" must be a text.".formatted(field));
  }

  private static OptionalLong number(JsonObject json, String field, long min, long max) {
    Object value = json.getValue(field);
    if (value == null) {
      return OptionalLong.empty();
    }
    if ((value instanceof Integer || value instanceof Long)
        && ((Number) value).longValue() >= min
        && ((Number) value).longValue() <= max) {
      return OptionalLong.of(((Number) value).longValue());
    }
    throw new FaultRuleException(
        "The field \"%s\" must be a whole number from %d to %d.".formatted(field, min, max));
  }

  private static String codeFor(int status) {
    return switch (status) {
      case 400 -> "bad_request";
      case 401 -> "unauthorized";
      case 403 -> "access_denied";
      case 404 -> "not_found";
      case 408 -> "request_timeout";
      case 409 -> "conflict";
      case 429 -> "too_many_requests";
      case 503 -> "service_unavailable";
      default -> status < 500 ? "bad_request" : "internal_error";
    };
  }
}
