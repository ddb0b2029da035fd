package org.homekeep.emulator.b2;

import static org.homekeep.emulator.server.CommonControls.guarded;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.RequestLog;
import org.homekeep.emulator.server.CommonControls;
import org.homekeep.emulator.server.Params;

/**
 * What can be told to an emulator beside its faults: its time, its line, a beginning; and what it
 * has counted. Touched on its context only.
 */
final class Administration {
  private final Service service;
  private final Lifecycle lifecycle;
  private final FaultPlane faults;
  private final RequestLog log;
  private final CommonControls common;

  Administration(Service service, Lifecycle lifecycle, FaultPlane faults, RequestLog log) {
    this.service = service;
    this.lifecycle = lifecycle;
    this.faults = faults;
    this.log = log;
    this.common =
        new CommonControls(service.clock(), service.line(), service.gauge(), log, service.watch());
  }

  void register(EmulatorControl control) {
    common.register(control, this::advance, this::withClasses);
    control.route("POST", "expire-tokens", guarded(List.of(), given -> expire()));
    control.route("POST", "reset", guarded(List.of(), given -> reset()));
    control.route("POST", "seed", guarded(Seed.FIELDS, given -> seed(given)));
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
    common.reset();
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
    return withClasses(common.counters());
  }

  private JsonObject withClasses(JsonObject counters) {
    JsonObject classes = new JsonObject().put("A", 0L).put("B", 0L).put("C", 0L);
    log.traffic()
        .forEach(
            (call, traffic) -> {
              String kind = CallClasses.of(call);
              classes.put(kind, classes.getLong(kind) + traffic.requests());
            });
    return counters.put("classes", classes);
  }

  private Future<JsonObject> expire() {
    expireTokens();
    return Future.succeededFuture(new JsonObject());
  }
}
