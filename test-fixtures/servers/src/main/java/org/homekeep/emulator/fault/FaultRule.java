package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A fault to come: which call goes wrong, when, how often and how.
 *
 * <p>Calls are counted from the moment the rule is added. The rule lets {@code nth - 1} calls pass
 * and then fires {@code times} times.
 *
 * @param match which calls it is for
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
 * @param atAnswer whether the call is carried out first, so that it is its answer that goes wrong:
 *     gets lost, is replaced by an error, or is damaged
 */
public record FaultRule(
    FaultMatch match,
    FaultAction action,
    int times,
    int nth,
    int status,
    String code,
    String message,
    Duration delay,
    OptionalLong afterBytes,
    long bytesPerSecond,
    Optional<Duration> retryAfter,
    boolean atAnswer) {

  static final long DEFAULT_RATE = 65_536;

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
        FaultMatch.call(call),
        action,
        1,
        1,
        status,
        code,
        messageFor(code),
        Duration.ZERO,
        OptionalLong.empty(),
        DEFAULT_RATE,
        Optional.empty(),
        false);
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

  /** The same rule, for the answer of a call that is carried out. */
  public FaultRule ofTheAnswer() {
    return fromJson(toJson().put("at", "answer"));
  }

  /** The same rule, for requests of one application key alone. */
  public FaultRule ofKey(String keyId) {
    return fromJson(toJson().put("key_id", keyId));
  }

  /** The same rule, for requests about one bucket alone, by its name or id. */
  public FaultRule inBucket(String bucket) {
    return fromJson(toJson().put("bucket", bucket));
  }

  /** The same rule, for uploads to one pod alone, counted from 1. */
  public FaultRule atPod(int number) {
    return fromJson(toJson().put("pod", number));
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
    return FaultRuleReader.read(json);
  }

  /** The rule as {@code POST /_emulator/faults} takes it. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("call", match.call())
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
    match.keyId().ifPresent(id -> json.put("key_id", id));
    match.bucket().ifPresent(bucket -> json.put("bucket", bucket));
    match.pod().ifPresent(pod -> json.put("pod", pod));
    if (atAnswer) {
      json.put("at", "answer");
    }
    retryAfter.ifPresent(wait -> json.put("retry_after", wait.toSeconds()));
    return json;
  }

  static String messageFor(String code) {
    return "This error was ordered: " + code;
  }
}
