package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.RequestLog;

/**
 * What can be told to an emulator beside its faults: its time, its line, a beginning; and what it
 * has counted. Touched on its context only.
 */
final class Administration {
  private static final long MOST_SECONDS = Duration.ofDays(36_500).toSeconds();
  private static final long MOST_RATE = 1L << 50;

  private final Service service;
  private final Lifecycle lifecycle;
  private final FaultPlane faults;
  private final RequestLog log;

  Administration(Service service, Lifecycle lifecycle, FaultPlane faults, RequestLog log) {
    this.service = service;
    this.lifecycle = lifecycle;
    this.faults = faults;
    this.log = log;
  }

  void register(EmulatorControl control) {
    control.route("GET", "clock", guarded(List.of(), given -> answered(clock())));
    control.route("POST", "clock", guarded(List.of("advance_s"), this::advance));
    control.route("POST", "expire-tokens", guarded(List.of(), given -> expire()));
    control.route("POST", "reset", guarded(List.of(), given -> reset()));
    control.route("POST", "seed", guarded(Seed.FIELDS, given -> seed(given)));
    control.route("GET", "counters", guarded(List.of(), given -> answered(counters())));
    control.route("DELETE", "counters", guarded(List.of(), given -> clearCounters()));
    control.route("GET", "line", guarded(List.of(), given -> answered(service.line().toJson())));
    control.route(
        "POST",
        "line",
        guarded(
            List.of("bytes_per_second", "up_bytes_per_second", "down_bytes_per_second"),
            this::limit));
  }

  /** Lets time jump ahead, and does what is due by then. */
  Future<Void> advance(Duration by) {
    service.clock().advance(by);
    return lifecycle.run();
  }

  /** Lets every token run out now. */
  void expireTokens() {
    service.accountTokens().expireAll();
    service.uploadTokens().expireAll();
    service.downloadTokens().expireAll();
  }

  /** Makes everything as it was in a new directory, but for the account and its master key. */
  Future<JsonObject> reset() {
    faults.clear();
    log.clear();
    clearCounters();
    service.line().limit(0, 0);
    service.clock().reset();
    service.accountTokens().clear();
    service.uploadTokens().clear();
    service.downloadTokens().clear();
    return service
        .catalogue()
        .clear()
        .compose(ignored -> service.account().reset(service.options().bucketName()))
        .map(bucket -> new JsonObject().put("bucket", bucket.name()).put("bucket_id", bucket.id()));
  }

  /** Makes buckets, keys and files. */
  Future<JsonObject> seed(Params given) {
    return new Seed(service).plant(given);
  }

  /** How many calls there were, of each class and each name, and how many uploads at a time. */
  JsonObject counters() {
    JsonObject classes = new JsonObject().put("A", 0L).put("B", 0L).put("C", 0L);
    JsonObject calls = new JsonObject();
    long received = 0;
    long sent = 0;
    for (var each : log.traffic().entrySet()) {
      RequestLog.Traffic traffic = each.getValue();
      String kind = CallClasses.of(each.getKey());
      classes.put(kind, classes.getLong(kind) + traffic.requests());
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
        .put("classes", classes)
        .put("calls", calls)
        .put("bytes_received", received)
        .put("bytes_sent", sent)
        .put("uploads_now", service.gauge().now())
        .put("most_uploads", service.gauge().most());
  }

  private Future<JsonObject> clearCounters() {
    log.clearTraffic();
    service.gauge().clear();
    return answered(new JsonObject());
  }

  private Future<JsonObject> expire() {
    expireTokens();
    return answered(new JsonObject());
  }

  private Future<JsonObject> advance(Params given) {
    long seconds =
        given
            .optionalNumber("advance_s")
            .orElseThrow(() -> new IllegalArgumentException("The field \"advance_s\" is missing."));
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "The field \"advance_s\" must be 0 to %d: time does not go back."
              .formatted(MOST_SECONDS));
    }
    return advance(Duration.ofSeconds(seconds)).map(ignored -> clock());
  }

  private JsonObject clock() {
    return new JsonObject()
        .put("now", service.clock().now().toEpochMilli())
        .put("ahead_s", service.clock().ahead().toSeconds());
  }

  private Future<JsonObject> limit(Params given) {
    long both = rate(given, "bytes_per_second", 0);
    service
        .line()
        .limit(
            rate(given, "up_bytes_per_second", both), rate(given, "down_bytes_per_second", both));
    return answered(service.line().toJson());
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

  /** Refuses fields that are not known, and tells what B2's rules say as what makes no sense. */
  private static Function<JsonObject, Future<JsonObject>> guarded(
      List<String> fields, Function<Params, Future<JsonObject>> action) {
    return body -> {
      try {
        return action
            .apply(Params.of(body).only(fields))
            .recover(failure -> Future.failedFuture(told(failure)));
      } catch (B2Error refused) {
        throw told(refused);
      }
    };
  }

  private static RuntimeException told(Throwable failure) {
    return failure instanceof IllegalArgumentException known
        ? known
        : failure instanceof B2Error
            ? new IllegalArgumentException(failure.getMessage(), failure)
            : new IllegalStateException(failure.getMessage(), failure);
  }
}
