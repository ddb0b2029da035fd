package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** {@code b2_authorize_account}: a key for a token, answered in the shape of each version. */
final class AuthorizeCall {
  private final Service service;

  AuthorizeCall(Service service) {
    this.service = service;
  }

  JsonObject handle(int version, Optional<String> authorization, String baseUrl) {
    Key key = authenticate(authorization);
    if (version < 4 && key.multiBucket()) {
      throw B2Error.badRequest(
          "This request is not currently supported on API version number " + version);
    }
    JsonObject answer =
        new JsonObject()
            .put("accountId", service.account().id())
            .put(
                "authorizationToken",
                service.accountTokens().issue(Ids.accountToken(key.id()), key.id()))
            .put(
                "applicationKeyExpirationTimestamp",
                key.expiresAt().map(Instant::toEpochMilli).orElse(null));
    JsonObject storage =
        new JsonObject()
            .put("apiUrl", baseUrl)
            .put("downloadUrl", baseUrl)
            .put("s3ApiUrl", baseUrl)
            .put("recommendedPartSize", service.options().parts().recommended())
            .put("absoluteMinimumPartSize", service.options().parts().minimum());
    if (version <= 2) {
      if (version == 1) {
        answer.put("minimumPartSize", service.options().parts().recommended());
      }
      return answer.mergeIn(storage).put("allowed", oneBucket(key));
    }
    if (version == 3) {
      storage.mergeIn(oneBucket(key)).put("infoType", "storageApi");
    } else {
      storage.put("allowed", manyBuckets(key)).put("infoType", "storageApi");
    }
    return answer.put("apiInfo", new JsonObject().put("storageApi", storage).putNull("groupsApi"));
  }

  private Key authenticate(Optional<String> authorization) {
    String[] pair =
        authorization
            .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
            .map(header -> decoded(header.substring(6).strip()).split(":", 2))
            .orElseThrow(() -> refused("Missing header: Authorization with Basic credentials"));
    if (pair.length < 2) {
      throw refused("The credentials are not a key id and a key");
    }
    return service
        .account()
        .key(pair[0])
        .filter(key -> key.matches(pair[1]) && !key.isExpired(service.clock().now()))
        .orElseThrow(() -> refused("The applicationKeyId and/or the applicationKey are wrong."));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw refused("The credentials are not Base64");
    }
  }

  private static B2Error refused(String message) {
    return B2Error.unauthorized(message);
  }

  private JsonObject oneBucket(Key key) {
    Optional<String> bucketId = key.bucketIds().stream().findFirst();
    return new JsonObject()
        .put("capabilities", new JsonArray(key.capabilities()))
        .put("bucketId", bucketId.orElse(null))
        .put("bucketName", bucketId.flatMap(this::nameOf).orElse(null))
        .put("namePrefix", key.namePrefix().orElse(null));
  }

  private JsonObject manyBuckets(Key key) {
    JsonObject allowed =
        new JsonObject()
            .put("capabilities", new JsonArray(key.capabilities()))
            .put("namePrefix", key.namePrefix().orElse(null));
    if (!key.isRestrictedToBuckets()) {
      return allowed.putNull("buckets");
    }
    JsonArray buckets = new JsonArray();
    for (String id : key.bucketIds()) {
      buckets.add(new JsonObject().put("id", id).put("name", nameOf(id).orElse(null)));
    }
    return allowed.put("buckets", buckets);
  }

  private Optional<String> nameOf(String bucketId) {
    return service.account().bucket(bucketId).map(Bucket::name);
  }
}
