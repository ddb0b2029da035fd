package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.RequestLog;

/**
 * The controls that every emulator has beside its faults: its time, its line, and what it has
 * counted. Touched on its context only.
 */
public final class CommonControls {
  private static final long MOST_SECONDS = Duration.ofDays(36_500).toSeconds();
  private static final long MOST_RATE = 1L << 50;

  private final EmulatorClock clock;
  private final Line line;
  private final UploadGauge gauge;
  private final RequestLog log;
  private final Watch watch;

  /** The controls of what these belong to. */
  public CommonControls(
      EmulatorClock clock, Line line, UploadGauge gauge, RequestLog log, Watch watch) {
    this.clock = clock;
    this.line = line;
    this.gauge = gauge;
    this.log = log;
    this.watch = watch;
  }

  /**
   * Adds the controls.
   *
   * @param advance lets time jump ahead, and does what is due by then
   * @param counters what {@link #counters()} counts, and more
   */
  public void register(
      EmulatorControl control,
      Function<Duration, Future<Void>> advance,
      Function<JsonObject, JsonObject> counters) {
    control.route("GET", "clock", guarded(List.of(), given -> answered(clockJson())));
    control.route(
        "POST",
        "clock",
        guarded(
            List.of("advance_s"),
            given -> advance.apply(wanted(given)).map(ignored -> clockJson())));
    control.route(
        "GET", "counters", guarded(List.of(), given -> answered(counters.apply(counters()))));
    control.route("DELETE", "counters", guarded(List.of(), given -> clearCounters()));
    control.route("GET", "line", guarded(List.of(), given -> answered(line.toJson())));
    control.route(
        "POST",
        "line",
        guarded(
            List.of("bytes_per_second", "up_bytes_per_second", "down_bytes_per_second"),
            this::limit));
    control.route("GET", "watch", guarded(List.of(), given -> answered(watchJson())));
    control.route("POST", "watch", guarded(List.of("texts"), this::watch));
    control.route(
        "DELETE",
        "watch",
        guarded(
            List.of(),
            given -> {
              watch.clear();
              return answered(watchJson());
            }));
  }

  /** How many calls there were of each name, and how many uploads at a time. */
  public JsonObject counters() {
    JsonObject calls = new JsonObject();
    long received = 0;
    long sent = 0;
    for (var each : log.traffic().entrySet()) {
      RequestLog.Traffic traffic = each.getValue();
      calls.put(
          each.getKey(),
          new JsonObject()
              .put("requests", traffic.requests())
              .put("bytes_received", traffic.received())
              .put("bytes_sent", traffic.sent()));
      received += traffic.received();
      sent += traffic.sent();
    }
    return new JsonObject()
        .put("calls", calls)
        .put("bytes_received", received)
        .put("bytes_sent", sent)
        .put("uploads_now", gauge.now())
        .put("most_uploads", gauge.most());
  }

  /** Makes all of it as it was at the start. */
  public void reset() {
    log.clear();
    clearCounters();
    line.limit(0, 0);
    watch.clear();
    clock.reset();
  }

  private Future<JsonObject> clearCounters() {
    log.clearTraffic();
    gauge.clear();
    return answered(new JsonObject());
  }

  private static Duration wanted(Params given) {
    long seconds =
        given
            .optionalNumber("advance_s")
            .orElseThrow(() -> new IllegalArgumentException("The field \"advance_s\" is missing."));
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "The field \"advance_s\" must be 0 to %d: time does not go back."
              .formatted(MOST_SECONDS));
    }
    return Duration.ofSeconds(seconds);
  }

  private JsonObject clockJson() {
    return new JsonObject()
        .put("now", clock.now().toEpochMilli())
        .put("ahead_s", clock.ahead().toSeconds());
  }

  private Future<JsonObject> watch(Params given) {
    watch.add(
        given
            .optionalArray("texts")
            .map(Json::texts)
            .orElseThrow(() -> new IllegalArgumentException("The field \"texts\" is missing.")));
    return answered(watchJson());
  }

  private JsonObject watchJson() {
    return new JsonObject().put("texts", watch.texts()).put("found", new JsonArray(watch.finds()));
  }

  private Future<JsonObject> limit(Params given) {
    long both = rate(given, "bytes_per_second", 0);
    line.limit(
        rate(given, "up_bytes_per_second", both), rate(given, "down_bytes_per_second", both));
    return answered(line.toJson());
  }

  private static long rate(Params given, String field, long otherwise) {
    long rate = given.optionalNumber(field).orElse(otherwise);
    if (rate < 0 || rate > MOST_RATE) {
      throw new IllegalArgumentException(
          "The field \"%s\" must be at least 0, which is no limit.".formatted(field));
    }
    return rate;
  }

  private static Future<JsonObject> answered(JsonObject json) {
    return Future.succeededFuture(json);
  }

  /** Refuses fields that are not known, and tells what a service refuses as what makes no sense. */
  public static Function<JsonObject, Future<JsonObject>> guarded(
      List<String> fields, Function<Params, Future<JsonObject>> action) {
    return body -> {
      try {
        return action
            .apply(Params.of(body).only(fields))
            .recover(failure -> Future.failedFuture(told(failure)));
      } catch (CallError refused) {
        throw told(refused);
      }
    };
  }

  private static RuntimeException told(Throwable failure) {
    return failure instanceof IllegalArgumentException known
        ? known
        : failure instanceof CallError
            ? new IllegalArgumentException(failure.getMessage(), failure)
            : new IllegalStateException(failure.getMessage(), failure);
  }
}
