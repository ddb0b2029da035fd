package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.LoggedRequest;
import org.homekeep.emulator.server.Deployment;
import org.homekeep.emulator.server.Owner;
import org.homekeep.emulator.server.Params;

/**
 * A running emulator of Home Assistant Cloud over plain HTTP: identity, discovery, storage, objects
 * and the account page at one address, with its state in a directory.
 *
 * <p>May be called from any thread; everything it owns lives on one event loop. Futures of the
 * helpers fail with {@link IllegalArgumentException} when a user does not exist.
 */
public final class CloudEmulator {
  private final Vertx vertx;
  private final String deploymentId;
  private final CloudPlan.Parts parts;
  private final Owner owner;
  private final CloudService service;
  private final String url;

  private CloudEmulator(Vertx vertx, String deploymentId, CloudPlan.Parts parts) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.parts = parts;
    this.owner = new Owner(parts.context());
    this.service = parts.service();
    this.url = Deployment.url(service.options().network().host(), parts.server().actualPort());
  }

  /**
   * Starts an emulator on a directory; a new directory gets a user with a subscription for a year.
   *
   * @return fails when the directory is in use or cannot be read, or the port is taken
   */
  public static Future<CloudEmulator> start(Vertx vertx, CloudEmulatorOptions options) {
    Deployment<CloudService, CloudPlan.Parts> deployment =
        new Deployment<>(vertx, new CloudPlan(vertx, options));
    return vertx
        .deployVerticle(deployment)
        .compose(id -> deployment.parts().map(parts -> new CloudEmulator(vertx, id, parts)));
  }

  /** The address that stands for all hosts of the service, without a slash at the end. */
  public String url() {
    return url;
  }

  /** The e-mail address of the first user. */
  public String email() {
    return Users.FIRST;
  }

  /** The password of the first user; absent when the directory is older than this emulator. */
  public Optional<String> password() {
    return service.users().firstPassword();
  }

  /** The fault rules and the request log. */
  public EmulatorControl faults() {
    return parts.control();
  }

  /** The last requests, oldest first. */
  public Future<List<LoggedRequest>> requests() {
    return parts.control().requests();
  }

  /** Makes users and files as {@code POST /_emulator/seed} does, and tells their ids. */
  public Future<JsonObject> seed(JsonObject beginning) {
    return owner.run(() -> parts.administration().seed(Params.of(beginning)));
  }

  /** Changes a user as {@code POST /_emulator/users} does. */
  public Future<JsonObject> changeUser(JsonObject told) {
    return owner.run(() -> parts.administration().change(told));
  }

  /** Lets the refresh tokens of a user do nothing any more. */
  public Future<Void> revokeRefreshTokens(String email) {
    return changeUser(new JsonObject().put("email", email).put("revoke_refresh_tokens", true))
        .mapEmpty();
  }

  /** Lets the subscription of a user end on a date, {@code YYYY-MM-DD}. */
  public Future<Void> endSubscription(String email, String date) {
    return changeUser(new JsonObject().put("email", email).put("sub_exp", date)).mapEmpty();
  }

  /** Makes a user go with all files. */
  public Future<Void> deleteUser(String email) {
    return owner.<JsonObject>run(() -> parts.administration().delete(email)).mapEmpty();
  }

  /** A token for the storage API, for tests that are not about logging in. */
  public Future<String> idToken(String email) {
    return owner
        .run(() -> service.issuer().issue(service.users().require(email), url))
        .map(tokens -> tokens.getString("IdToken"));
  }

  /** The files of a user, by name. */
  public Future<List<StoredBackup>> backups(String email) {
    return owner.run(
        () ->
            Future.succeededFuture(
                service.store().files(service.users().require(email).id()).stream()
                    .map(StoredBackup::of)
                    .toList()));
  }

  /**
   * Looks from now on for texts in all that is received: request lines, headers and bodies, as they
   * are or in a usual encoding.
   */
  public Future<Void> watch(List<String> texts) {
    return owner.run(
        () -> {
          service.watch().add(texts);
          return Future.succeededFuture();
        });
  }

  /** Where such texts were, as {@code GET /_emulator/watch} tells it; empty when nowhere. */
  public Future<List<JsonObject>> found() {
    return owner.run(() -> Future.succeededFuture(service.watch().finds()));
  }

  /** Lets the emulator's time jump ahead: tokens, addresses, lists and subscriptions age. */
  public Future<Void> advanceClock(Duration by) {
    return owner.run(() -> parts.administration().advance(by));
  }

  /** Lets run out now what runs out by itself; refresh tokens do not. */
  public Future<Void> expireTokens() {
    return owner.run(parts.administration()::expireTokens);
  }

  /** Makes everything as it was in a new directory; the first user stays. */
  public Future<Void> reset() {
    return owner.run(parts.administration()::reset).mapEmpty();
  }

  /** What there was of each call, as {@code GET /_emulator/counters} tells it. */
  public Future<JsonObject> counters() {
    return owner.run(() -> Future.succeededFuture(parts.administration().counters()));
  }

  /** Limits what all uploads and what all downloads share, in bytes a second; 0 for no limit. */
  public Future<Void> limitLine(long up, long down) {
    return owner.run(
        () -> {
          service.line().limit(up, down);
          return Future.succeededFuture();
        });
  }

  /** Stops listening, closes connections and lets go of the directory. */
  public Future<Void> close() {
    return vertx.undeploy(deploymentId);
  }
}
