package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.homekeep.integrations.backblazeb2.Authorization.Allowed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of b2_authorize_account, version 4. */
class AuthorizationTest {

  private static Authorization answered(String allowed) {
    return Authorization.ofVersion4(
        new JsonObject(
            """
            {"accountId": "a", "authorizationToken": "t", "apiInfo": {"storageApi": {
              "apiUrl": "https://api", "downloadUrl": "https://f", "s3ApiUrl": null,
              "recommendedPartSize": 100000000, "absoluteMinimumPartSize": null%s}}}
            """
                .formatted(allowed)));
  }

  /** A key that may do nothing is told what it lacks, and not that B2 is away. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", \"allowed\": null",
        ", \"allowed\": {}",
        ", \"allowed\": {\"capabilities\": null, \"buckets\": null, \"namePrefix\": null}",
        ", \"allowed\": {\"capabilities\": [], \"buckets\": [], \"namePrefix\": \"\"}"
      })
  void a_key_of_which_nothing_is_said_may_do_nothing(String allowed) {
    Allowed read = answered(allowed).allowed();

    assertThat(AccessCheck.unfitness(read, ""))
        .contains(
            new B2Failure.MissingCapabilities(List.of("listFiles", "readFiles", "writeFiles")));
  }

  @Test
  void what_is_said_is_read() {
    Authorization read =
        answered(
            """
            , "allowed": {"capabilities": ["listFiles"], "namePrefix": "ha/",
                          "buckets": [{"id": "1", "name": "one"}, {"id": "2", "name": null}]}
            """);

    assertThat(read.allowed().capabilities()).isEqualTo(Set.of("listFiles"));
    assertThat(read.allowed().namePrefix()).contains("ha/");
    assertThat(AccessCheck.restriction(read.allowed(), "one")).isEmpty();
    assertThat(AccessCheck.restriction(read.allowed(), "two"))
        .contains(new B2Failure.RestrictedToOtherBuckets(List.of("one")));
    assertThat(read.forSdk().getRecommendedPartSize()).isEqualTo(100_000_000);
  }
}
