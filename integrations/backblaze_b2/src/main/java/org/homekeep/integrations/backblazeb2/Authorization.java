package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2AccountAuthorization;
import com.backblaze.b2.client.structures.B2Allowed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What B2 answered when the key was shown: a token for a day, and what the key may do.
 *
 * @param forSdk what the SDK's calls need
 */
record Authorization(B2AccountAuthorization forSdk, Allowed allowed) {

  /**
   * What the key may do.
   *
   * @param buckets the only buckets that it may use; empty when it may use all
   * @param namePrefix the only names that it may use start so; empty when it may use all
   */
  record Allowed(
      Set<String> capabilities, Optional<List<BucketRef>> buckets, Optional<String> namePrefix) {
    Allowed {
      capabilities = Set.copyOf(capabilities);
      buckets = buckets.map(List::copyOf);
    }
  }

  /** A bucket that a key is restricted to; it has no name when it was deleted. */
  record BucketRef(String id, Optional<String> name) {}

  /**
   * Reads an answer of version 4 (b2-and-cloud.md §C.1).
   *
   * @throws RuntimeException when it is no such answer
   */
  static Authorization ofVersion4(JsonObject answer) {
    JsonObject storage = answer.getJsonObject("apiInfo").getJsonObject("storageApi");
    Allowed allowed = allowed(orEmpty(storage.getJsonObject("allowed")));
    Optional<BucketRef> only =
        allowed.buckets().filter(list -> list.size() == 1).map(list -> list.get(0));
    B2AccountAuthorization forSdk =
        new B2AccountAuthorization(
            required(answer, "accountId"),
            required(answer, "authorizationToken"),
            required(storage, "apiUrl"),
            required(storage, "downloadUrl"),
            orZero(storage.getLong("recommendedPartSize")),
            orZero(storage.getLong("absoluteMinimumPartSize")),
            new B2Allowed(
                List.copyOf(allowed.capabilities()),
                only.map(BucketRef::id).orElse(null),
                only.flatMap(BucketRef::name).orElse(null),
                allowed.namePrefix().orElse(null)),
            Optional.ofNullable(storage.getString("s3ApiUrl")).orElse(""));
    return new Authorization(forSdk, allowed);
  }

  private static Allowed allowed(JsonObject json) {
    Set<String> capabilities = new TreeSet<>();
    for (Object each : orEmpty(json.getJsonArray("capabilities"))) {
      capabilities.add((String) each);
    }
    List<BucketRef> buckets = new ArrayList<>();
    JsonArray listed = json.getJsonArray("buckets");
    for (Object each : orEmpty(listed)) {
      JsonObject bucket = (JsonObject) each;
      buckets.add(
          new BucketRef(required(bucket, "id"), Optional.ofNullable(bucket.getString("name"))));
    }
    return new Allowed(
        capabilities,
        listed == null ? Optional.empty() : Optional.of(buckets),
        Optional.ofNullable(json.getString("namePrefix")).filter(text -> !text.isEmpty()));
  }

  /** B2 writes null for what there is none of. */
  private static JsonObject orEmpty(@Nullable JsonObject json) {
    return json == null ? new JsonObject() : json;
  }

  private static JsonArray orEmpty(@Nullable JsonArray json) {
    return json == null ? new JsonArray() : json;
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static String required(JsonObject json, String name) {
    String value = json.getString(name);
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' is missing.");
    }
    return value;
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "Authorization[" + allowed + "]";
  }
}
