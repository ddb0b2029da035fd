package org.homekeep.emulator.cloud;

import static org.homekeep.emulator.server.CommonControls.guarded;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.RequestLog;
import org.homekeep.emulator.server.CommonControls;
import org.homekeep.emulator.server.Params;

/**
 * What can be told to an emulator beside its faults: its time, its line, a beginning, its users;
 * and what it has counted. Touched on its context only.
 */
final class CloudAdministration {
  private static final String REVOKE = "revoke_refresh_tokens";

  private final CloudService service;
  private final Logins logins;
  private final Sessions sessions;
  private final FaultPlane faults;
  private final CommonControls common;

  CloudAdministration(
      CloudService service, Logins logins, Sessions sessions, FaultPlane faults, RequestLog log) {
    this.service = service;
    this.logins = logins;
    this.sessions = sessions;
    this.faults = faults;
    this.common =
        new CommonControls(service.clock(), service.line(), service.gauge(), log, service.watch());
  }

  void register(EmulatorControl control) {
    common.register(control, this::advance, counters -> counters);
    control.route(
        "POST", "expire-tokens", guarded(List.of(), given -> expireTokens().map(new JsonObject())));
    control.route("POST", "reset", guarded(List.of(), given -> reset()));
    control.route("POST", "seed", guarded(CloudSeed.FIELDS, this::seed));
    control.route("GET", "users", guarded(List.of(), given -> Future.succeededFuture(usersJson())));
    List<String> changes = new ArrayList<>(UserFields.ALL);
    changes.add(REVOKE);
    control.route("POST", "users", body -> guarded(changes, given -> change(body)).apply(body));
    control.route(
        "DELETE", "users", guarded(List.of("email"), given -> delete(given.text("email"))));
  }

  Future<Void> advance(Duration by) {
    service.clock().advance(by);
    return Future.succeededFuture();
  }

  /** Lets run out now what runs out by itself: tokens, addresses, and logins of browsers. */
  Future<Void> expireTokens() {
    service.urls().expireAll();
    sessions.expireAll();
    return service.issuer().expireAll();
  }

  /** Makes everything as it was in a new directory; the first user stays, and the keys. */
  Future<JsonObject> reset() {
    faults.clear();
    common.reset();
    logins.clear();
    sessions.clear();
    service.urls().clear();
    return service
        .store()
        .clear()
        .compose(ignored -> service.refreshTokens().clear())
        .compose(ignored -> service.users().reset())
        .map(ignored -> new JsonObject().put("email", Users.FIRST));
  }

  /** Makes users and files. */
  Future<JsonObject> seed(Params given) {
    return new CloudSeed(service).plant(given);
  }

  /** What there was of each call. */
  JsonObject counters() {
    return common.counters();
  }

  /** Changes a user. */
  Future<JsonObject> change(JsonObject told) {
    User user = known(Params.of(told).text("email"));
    Future<Void> revoked =
        Params.of(told).flag(REVOKE)
            ? service.refreshTokens().revokeAll(user.id())
            : Future.succeededFuture();
    return revoked.compose(ignored -> new CloudSeed(service).change(told));
  }

  /** Deletes a user with all files. */
  Future<JsonObject> delete(String email) {
    User user = known(email);
    return service
        .users()
        .remove(user)
        .compose(ignored -> service.store().clear(user.id()))
        .map(new JsonObject());
  }

  private User known(String email) {
    return service
        .users()
        .find(email)
        .orElseThrow(() -> new IllegalArgumentException("There is no user " + email + "."));
  }

  private JsonObject usersJson() {
    JsonArray users = new JsonArray();
    for (User user : service.users().all()) {
      users.add(
          new JsonObject()
              .put("email", user.email())
              .put("id", user.id())
              .put("sub_exp", user.subscribedUntil().orElse(null))
              .put("confirmed", user.confirmed())
              .put("mfa", user.secondFactor().isPresent())
              .put("password_reset_required", user.resetRequired())
              .put("connected", user.connection())
              .put("files", service.store().files(user.id()).size()));
    }
    return new JsonObject().put("users", users);
  }
}
