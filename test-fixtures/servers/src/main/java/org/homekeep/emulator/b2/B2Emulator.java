package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.LoggedRequest;
import org.homekeep.emulator.server.Deployment;
import org.homekeep.emulator.server.Owner;
import org.homekeep.emulator.server.Params;

/**
 * A running emulator of Backblaze B2: one account, over plain HTTP, with its state in a directory.
 *
 * <p>May be called from any thread; everything it owns lives on one event loop. Futures of the
 * helpers fail with {@link IllegalArgumentException} when a bucket or key does not exist.
 */
public final class B2Emulator {
  private final Vertx vertx;
  private final String deploymentId;
  private final Owner owner;
  private final Service service;
  private final EmulatorControl control;
  private final Administration administration;
  private final String url;

  private B2Emulator(Vertx vertx, String deploymentId, B2Plan.Parts parts) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.owner = new Owner(parts.context());
    this.service = parts.service();
    this.control = parts.control();
    this.administration = parts.administration();
    this.url = Deployment.url(service.options().network().host(), parts.server().actualPort());
  }

  /**
   * Starts an emulator on a directory; a new directory gets an account, a master key and a bucket.
   *
   * @return fails when the directory is in use or cannot be read, or the port is taken
   */
  public static Future<B2Emulator> start(Vertx vertx, B2EmulatorOptions options) {
    Deployment<Service, B2Plan.Parts> deployment =
        new Deployment<>(vertx, new B2Plan(vertx, options));
    return vertx
        .deployVerticle(deployment)
        .compose(id -> deployment.parts().map(parts -> new B2Emulator(vertx, id, parts)));
  }

  /** The address to give to clients, without a slash at the end. */
  public String url() {
    return url;
  }

  /** The id of the account. */
  public String accountId() {
    return service.account().id();
  }

  /** The id of the master key, which may do everything. */
  public String keyId() {
    return service.account().master().id();
  }

  /** The secret of the master key. */
  public String applicationKey() {
    return service.account().master().secret();
  }

  /** The fault rules and the request log. */
  public EmulatorControl faults() {
    return control;
  }

  /** The last requests, oldest first. */
  public Future<List<LoggedRequest>> requests() {
    return control.requests();
  }

  /** Makes a private bucket and gives its id. */
  public Future<String> createBucket(String name) {
    return owned(
        () -> {
          if (service.account().bucketNamed(name).isPresent()) {
            throw new IllegalArgumentException("There is a bucket " + name + " already.");
          }
          Bucket bucket = Bucket.plain(Ids.bucket(), Names.checkBucket(name));
          return service.account().put(bucket).map(bucket.id());
        });
  }

  /**
   * Enables object lock for a bucket; it cannot be disabled again.
   *
   * @param defaultRetention what new files inherit: a mode and for how long, in whole days
   */
  public Future<Void> lockBucket(
      String name, Optional<Map.Entry<String, Duration>> defaultRetention) {
    return inBucket(
        name, bucket -> service.account().put(bucket.locked(defaultRetention)).mapEmpty());
  }

  /** Gives a bucket lifecycle rules, as the API takes them. */
  public Future<Void> setLifecycleRules(String name, JsonArray rules) {
    return inBucket(
        name,
        bucket ->
            service
                .account()
                .put(bucket.withLifecycleRules(LifecycleRule.checked(rules)))
                .mapEmpty());
  }

  /** Makes a bucket go with everything in it. */
  public Future<Void> deleteBucket(String name) {
    return inBucket(
        name,
        bucket -> {
          List<Future<Void>> removals =
              service.catalogue().versions(bucket.id()).toList().stream()
                  .map(service.catalogue()::remove)
                  .toList();
          return Future.join(removals)
              .compose(ignored -> service.account().removeBucket(bucket.id()));
        });
  }

  /**
   * Makes an application key.
   *
   * @param bucketNames the buckets it is restricted to; none for all, and more than one for a key
   *     that versions 1–3 of the API refuse
   * @param validity how long it is valid; absent for ever
   */
  public Future<ApplicationKey> createKey(
      List<String> capabilities,
      List<String> bucketNames,
      Optional<String> namePrefix,
      Optional<Duration> validity) {
    return owned(
        () -> {
          List<String> ids = bucketNames.stream().map(name -> bucketNamed(name).id()).toList();
          Key key =
              new Key(
                  service.account().nextKeyId(),
                  Ids.applicationKey(),
                  "test",
                  List.copyOf(capabilities),
                  ids,
                  ids.size() > 1,
                  namePrefix,
                  validity.map(service.clock().now()::plus));
          return service.account().put(key).map(new ApplicationKey(key.id(), key.secret()));
        });
  }

  /** Makes a key go; its tokens are refused at once. */
  public Future<Void> deleteKey(String keyId) {
    return owned(
        () -> {
          if (keyId.equals(keyId()) || service.account().key(keyId).isEmpty()) {
            throw new IllegalArgumentException("There is no key %s to delete.".formatted(keyId));
          }
          return service.account().removeKey(keyId);
        });
  }

  /** Every version in a bucket except unfinished large files, by name, newest first. */
  public Future<List<StoredObject>> objects(String bucketName) {
    return listed(bucketName, version -> version.action() != FileVersion.Action.START);
  }

  /** The large files of a bucket that were begun and neither finished nor cancelled. */
  public Future<List<StoredObject>> unfinishedLargeFiles(String bucketName) {
    return listed(bucketName, version -> version.action() == FileVersion.Action.START);
  }

  /**
   * Lets the emulator's time jump ahead: tokens and keys age, and what lifecycle rules say is done;
   * the {@code Date} header stays as it is.
   */
  public Future<Void> advanceClock(Duration by) {
    return owned(
        () -> {
          return administration.advance(by);
        });
  }

  /** Lets every token run out now. */
  public Future<Void> expireTokens() {
    return owned(
        () -> {
          administration.expireTokens();
          return Future.succeededFuture();
        });
  }

  /**
   * Makes everything as it was in a new directory: no files, keys, faults, counts or limits, one
   * bucket, the time outside; the account and its master key stay.
   */
  public Future<Void> reset() {
    return owned(administration::reset).mapEmpty();
  }

  /** Makes buckets, keys and files as {@code POST /_emulator/seed} does, and tells their ids. */
  public Future<JsonObject> seed(JsonObject beginning) {
    return owned(() -> administration.seed(Params.of(beginning)));
  }

  /** What there was of each call and class, as {@code GET /_emulator/counters} tells it. */
  public Future<JsonObject> counters() {
    return owned(() -> Future.succeededFuture(administration.counters()));
  }

  /** Limits what all uploads and what all downloads share, in bytes a second; 0 for no limit. */
  public Future<Void> limitLine(long up, long down) {
    return owned(
        () -> {
          service.line().limit(up, down);
          return Future.succeededFuture();
        });
  }

  /** Stops listening, closes connections and lets go of the directory. */
  public Future<Void> close() {
    return vertx.undeploy(deploymentId);
  }

  private Future<List<StoredObject>> listed(String bucketName, Predicate<FileVersion> wanted) {
    return inBucket(
        bucketName,
        bucket ->
            Future.succeededFuture(
                service
                    .catalogue()
                    .versions(bucket.id())
                    .filter(wanted)
                    .map(StoredObject::of)
                    .toList()));
  }

  private <T> Future<T> inBucket(String name, Function<Bucket, Future<T>> work) {
    return owned(() -> work.apply(bucketNamed(name)));
  }

  private Bucket bucketNamed(String name) {
    return service
        .account()
        .bucketNamed(name)
        .orElseThrow(() -> new IllegalArgumentException("There is no bucket " + name + "."));
  }

  private <T> Future<T> owned(Supplier<Future<T>> work) {
    return owner.run(work);
  }
}
