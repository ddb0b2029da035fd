package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.emulator.server.Params;

/** The calls that list, make, change and delete buckets. */
final class BucketCalls {
  private static final int MOST_BUCKETS = 100;
  private static final Set<String> TYPES = Set.of("allPrivate", "allPublic");

  private final Service service;

  BucketCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.read("b2_list_buckets", this::list);
    table.write("b2_create_bucket", this::create);
    table.write("b2_update_bucket", this::update);
    table.write("b2_delete_bucket", this::delete);
  }

  private Future<JsonObject> list(JsonCall.Invocation call) {
    checkAccount(call);
    Grant grant = call.grant();
    Optional<String> id = call.params().optionalText("bucketId");
    Optional<String> name = call.params().optionalText("bucketName");
    boolean seesAllNames = grant.can("listAllBucketNames");
    if (!seesAllNames) {
      grant.require("listBuckets");
    }
    if (!seesAllNames && grant.key().isRestrictedToBuckets()) {
      if (id.isEmpty() && name.isEmpty()) {
        throw B2Error.unauthorized("unauthorized: the key is restricted; name its bucket");
      }
      id.ifPresent(grant::requireBucket);
      // A name that does not exist is refused like another's bucket: the key may not find out.
      name.ifPresent(
          text ->
              grant.requireBucket(service.account().bucketNamed(text).map(Bucket::id).orElse("")));
    }
    List<String> types = call.params().optionalTexts("bucketTypes").orElse(List.of("all"));
    JsonArray buckets = new JsonArray();
    service.account().buckets().stream()
        .filter(bucket -> id.map(bucket.id()::equals).orElse(true))
        .filter(bucket -> name.map(bucket.name()::equals).orElse(true))
        .filter(bucket -> types.contains("all") || types.contains(bucket.type()))
        .forEach(bucket -> buckets.add(shape(bucket, grant)));
    return Future.succeededFuture(new JsonObject().put("buckets", buckets));
  }

  private Future<JsonObject> create(JsonCall.Invocation call) {
    checkAccount(call);
    call.grant().require("writeBuckets");
    requireUnrestricted(call.grant());
    String name = Names.checkBucket(call.params().text("bucketName"));
    if (service.account().bucketNamed(name).isPresent()) {
      throw new B2Error(400, "duplicate_bucket_name", "Bucket name is already in use.");
    }
    if (service.account().buckets().size() >= MOST_BUCKETS) {
      throw new B2Error(400, "too_many_buckets", "There are 100 buckets already.");
    }
    call.params().text("bucketType");
    Bucket bucket = changed(Bucket.plain(Ids.bucket(), name), call);
    return service.account().put(bucket).map(ignored -> shape(bucket, call.grant()));
  }

  private Future<JsonObject> update(JsonCall.Invocation call) {
    checkAccount(call);
    call.grant().require("writeBuckets");
    Bucket bucket = service.account().requireBucket(call.params().text("bucketId"));
    call.grant().requireBucket(bucket.id());
    call.params()
        .optionalNumber("ifRevisionIs")
        .filter(revision -> revision != bucket.revision())
        .ifPresent(
            revision -> {
              throw new B2Error(409, "conflict", "The bucket is at revision " + bucket.revision());
            });
    Bucket changed = changed(bucket, call);
    return service.account().put(changed).map(ignored -> shape(changed, call.grant()));
  }

  private Future<JsonObject> delete(JsonCall.Invocation call) {
    checkAccount(call);
    call.grant().require("deleteBuckets");
    Bucket bucket = service.account().requireBucket(call.params().text("bucketId"));
    call.grant().requireBucket(bucket.id());
    if (service.catalogue().versions(bucket.id()).findAny().isPresent()) {
      throw new B2Error(400, "cannot_delete_non_empty_bucket", "Cannot delete non-empty bucket");
    }
    return service.account().removeBucket(bucket.id()).map(ignored -> shape(bucket, call.grant()));
  }

  private static Bucket changed(Bucket bucket, JsonCall.Invocation call) {
    Params params = call.params();
    String type = params.optionalText("bucketType").orElse(bucket.type());
    if (!TYPES.contains(type)) {
      throw B2Error.badRequest("Invalid bucketType: " + type);
    }
    boolean locking = locking(bucket, call);
    Optional<JsonObject> retention = params.optionalObject("defaultRetention");
    retention.ifPresent(ignored -> call.grant().require("writeBucketRetentions"));
    Optional<JsonObject> encryption = params.optionalObject("defaultServerSideEncryption");
    encryption.ifPresent(ignored -> call.grant().require("writeBucketEncryption"));
    return new Bucket(
        bucket.id(),
        bucket.name(),
        type,
        params.optionalObject("bucketInfo").orElse(bucket.info()),
        params.optionalArray("corsRules").orElse(bucket.corsRules()),
        params
            .optionalArray("lifecycleRules")
            .map(LifecycleRule::checked)
            .orElse(bucket.lifecycleRules()),
        locking,
        retention.map(wanted -> Locks.defaultFor(locking, wanted)).orElse(bucket.retention()),
        Encryption.wanted(encryption, bucket.encryption()),
        bucket.revision() + 1);
  }

  /** Whether the bucket has object lock now; whoever has it keeps it. */
  private static boolean locking(Bucket bucket, JsonCall.Invocation call) {
    Optional<Boolean> wanted = call.params().optionalFlag("fileLockEnabled");
    if (wanted.isEmpty() || wanted.get().equals(bucket.fileLock())) {
      return bucket.fileLock();
    }
    if (bucket.fileLock()) {
      throw B2Error.badRequest("Object lock cannot be switched off again");
    }
    call.grant().require("writeBucketRetentions");
    return true;
  }

  private void checkAccount(JsonCall.Invocation call) {
    String accountId = call.params().text("accountId");
    if (!accountId.equals(service.account().id())) {
      throw B2Error.badRequest("Invalid accountId: " + accountId);
    }
  }

  private static void requireUnrestricted(Grant grant) {
    if (grant.key().isRestrictedToBuckets()) {
      throw B2Error.unauthorized("unauthorized: the key is restricted to buckets");
    }
  }

  private JsonObject shape(Bucket bucket, Grant grant) {
    return Shapes.bucket(service.account().id(), bucket, grant);
  }
}
