package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fault to come: which call goes wrong, when, how often and how.
 *
 * <p>Calls are counted from the moment the rule is added. The rule lets {@code nth - 1} calls pass
 * and then fires {@code times} times.
 *
 * @param call the name of the call, or {@code *} for every call
 * @param action what goes wrong
 * @param times how often it fires, at least 1
 * @param nth the first call it fires on, counted from 1
 * @param status the HTTP status of an {@link FaultAction#ERROR}
 * @param code the error code of an {@link FaultAction#ERROR}
 * @param message the message of an {@link FaultAction#ERROR}
 * @param delay how long the call waits before anything happens
 * @param afterBytes after how many body bytes it happens; absent means at once
 * @param bytesPerSecond the rate of {@link FaultAction#SLOW}
 * @param retryAfter what the {@code Retry-After} header of the error says
 */
public record FaultRule(
    String call,
    FaultAction action,
    int times,
    int nth,
    int status,
    String code,
    String message,
    Duration delay,
    OptionalLong afterBytes,
    long bytesPerSecond,
    Optional<Duration> retryAfter) {

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
              "retry_after"));
  private static final int MAX_COUNT = 1_000_000;
  private static final long MAX_DELAY_MS = Duration.ofHours(1).toMillis();
  private static final long DEFAULT_RATE = 65_536;

  /** The call is answered with this error. */
  public static FaultRule error(String call, int status, String code) {
    return plain(call, FaultAction.ERROR, status, code);
  }

  /** A fault of the given kind with everything else as it is by default. */
  public static FaultRule of(String call, FaultAction action) {
    return plain(call, action, 500, "internal_error");
  }

  private static FaultRule plain(String call, FaultAction action, int status, String code) {
    return new FaultRule(
        call,
        action,
        1,
        1,
        status,
        code,
        messageFor(code),
        Duration.ZERO,
        OptionalLong.empty(),
        DEFAULT_RATE,
        Optional.empty());
  }

  /** The same rule, firing that many times. */
  public FaultRule times(int count) {
    return fromJson(toJson().put("times", count));
  }

  /** The same rule, first firing on that call. */
  public FaultRule nth(int number) {
    return fromJson(toJson().put("nth", number));
  }

  /** The same rule, happening after that many body bytes. */
  public FaultRule afterBytes(long count) {
    return fromJson(toJson().put("after_bytes", count));
  }

  /** The same rule, after a wait. */
  public FaultRule delay(Duration wait) {
    return fromJson(toJson().put("delay_ms", wait.toMillis()));
  }

  /** The same rule, whose error says when to come back; whole seconds. */
  public FaultRule retryAfter(Duration wait) {
    return fromJson(toJson().put("retry_after", wait.toSeconds()));
  }

  /** The same rule, passing that many bytes a second. */
  public FaultRule bytesPerSecond(long rate) {
    return fromJson(toJson().put("bytes_per_second", rate));
  }

  /**
   * Reads a rule as {@code POST /_emulator/faults} takes it.
   *
   * @throws FaultRuleException when a field is missing, unknown or out of range
   */
  public static FaultRule fromJson(JsonObject json) {
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
        call,
        action,
        (int) number(json, "times", 1, MAX_COUNT).orElse(1),
        (int) number(json, "nth", 1, MAX_COUNT).orElse(1),
        status,
        code,
        text(json, "message").orElse(messageFor(code)),
        Duration.ofMillis(number(json, "delay_ms", 0, MAX_DELAY_MS).orElse(0)),
        number(json, "after_bytes", 0, Long.MAX_VALUE),
        number(json, "bytes_per_second", 1, Long.MAX_VALUE).orElse(DEFAULT_RATE),
        number(json, "retry_after", 0, 86_400).stream().mapToObj(Duration::ofSeconds).findFirst());
  }

  /** The rule as {@code POST /_emulator/faults} takes it. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("call", call)
            .put("action", action.text())
            .put("times", times)
            .put("nth", nth);
    if (action == FaultAction.ERROR) {
      json.put("status", status).put("code", code).put("message", message);
    }
    if (action == FaultAction.DELAY || !delay.isZero()) {
      json.put("delay_ms", delay.toMillis());
    }
    if (action == FaultAction.SLOW) {
      json.put("bytes_per_second", bytesPerSecond);
    }
    afterBytes.ifPresent(count -> json.put("after_bytes", count));
    retryAfter.ifPresent(wait -> json.put("retry_after", wait.toSeconds()));
    return json;
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

  private static String messageFor(String code) {
    return "This error was ordered: " + code;
  }
}
