package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.homekeep.emulator.server.Params;

/** The calls that make, list and delete application keys. */
final class KeyCalls {
  private static final long LONGEST_SECONDS = Duration.ofDays(1000).toSeconds();
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,100}");

  private final Service service;

  KeyCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.write("b2_create_key", this::create);
    table.read("b2_list_keys", this::list);
    table.write("b2_delete_key", this::delete);
  }

  private Future<JsonObject> create(JsonCall.Invocation call) {
    requireUnrestricted(call.grant().require("writeKeys"));
    Params params = call.params();
    String name = params.text("keyName");
    if (!NAME.matcher(name).matches()) {
      throw B2Error.badRequest("Invalid keyName: 1 to 100 letters, digits and hyphens");
    }
    List<String> capabilities =
        params
            .optionalTexts("capabilities")
            .filter(list -> !list.isEmpty())
            .map(Capabilities::checked)
            .orElseThrow(() -> B2Error.badRequest("required field capabilities is missing"));
    List<String> buckets =
        call.version() >= 4
            ? params.optionalTexts("bucketIds").orElse(List.of())
            : params.optionalText("bucketId").map(List::of).orElse(List.of());
    buckets.forEach(service.account()::requireBucket);
    Optional<String> prefix = params.optionalText("namePrefix");
    if (prefix.isPresent() && buckets.isEmpty()) {
      throw B2Error.badRequest("A namePrefix needs a bucket restriction");
    }
    Optional<Instant> expires =
        params
            .optionalNumber("validDurationInSeconds")
            .map(
                seconds -> {
                  if (seconds < 1 || seconds > LONGEST_SECONDS) {
                    throw new B2Error(
                        400, "out_of_range", "validDurationInSeconds must be 1 to 86400000");
                  }
                  return service.clock().now().plusSeconds(seconds);
                });
    Key key =
        new Key(
            service.account().nextKeyId(),
            Ids.applicationKey(),
            name,
            capabilities,
            List.copyOf(buckets),
            call.version() >= 4 && !buckets.isEmpty(),
            prefix,
            expires);
    return service
        .account()
        .put(key)
        .map(
            ignored ->
                Shapes.key(service.account().id(), key, call.version())
                    .put("applicationKey", key.secret()));
  }

  private Future<JsonObject> list(JsonCall.Invocation call) {
    requireUnrestricted(call.grant().require("listKeys"));
    int most = call.params().number("maxKeyCount", 100, 1, 10_000);
    List<Key> keys =
        new ArrayList<>(
            service
                .account()
                .keysFrom(call.params().optionalText("startApplicationKeyId").orElse("")));
    JsonArray listed = new JsonArray();
    keys.stream()
        .limit(most)
        .forEach(key -> listed.add(Shapes.key(service.account().id(), key, call.version())));
    return Future.succeededFuture(
        new JsonObject()
            .put("keys", listed)
            .put("nextApplicationKeyId", keys.size() > most ? keys.get(most).id() : null));
  }

  private Future<JsonObject> delete(JsonCall.Invocation call) {
    requireUnrestricted(call.grant().require("deleteKeys"));
    String keyId = call.params().text("applicationKeyId");
    Key key =
        service
            .account()
            .key(keyId)
            .filter(found -> !found.equals(service.account().master()))
            .orElseThrow(() -> B2Error.badRequest("Invalid applicationKeyId: " + keyId));
    return service
        .account()
        .removeKey(key.id())
        .map(ignored -> Shapes.key(service.account().id(), key, call.version()));
  }

  private static void requireUnrestricted(Grant grant) {
    if (grant.key().isRestrictedToBuckets()) {
      throw B2Error.unauthorized("unauthorized: the key is restricted to buckets");
    }
  }
}
