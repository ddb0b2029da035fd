package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys each version of the API takes, and what it says of them (b2-and-cloud.md §C.1). */
class KeyVersionsTest extends EmulatorTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void a_key_that_version_4_has_made_for_one_bucket_is_for_version_4_alone(int version) {
    Fixture.Session newest =
        fixture.session(4, fixture.emulator.keyId(), fixture.emulator.applicationKey());
    JsonObject key =
        newest
            .call("b2_create_key", wish().put("bucketIds", new JsonArray().add(fixture.bucketId())))
            .json();

    Fixture.Answer answer =
        fixture.authorize(
            version, key.getString("applicationKeyId"), key.getString("applicationKey"));

    assertThat(answer.status()).isEqualTo(version == 4 ? 200 : 400);
    if (version < 4) {
      assertThat(answer.code()).isEqualTo("bad_request");
      assertThat(answer.json().getString("message"))
          .isEqualTo("This request is not currently supported on API version number " + version);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void a_key_that_version_2_has_made_for_one_bucket_is_for_all_versions(int version) {
    JsonObject key =
        session.call("b2_create_key", wish().put("bucketId", fixture.bucketId())).json();

    assertThat(
            fixture
                .authorize(
                    version, key.getString("applicationKeyId"), key.getString("applicationKey"))
                .status())
        .isEqualTo(200);
  }

  private JsonObject wish() {
    return new JsonObject()
        .put("accountId", fixture.emulator.accountId())
        .put("keyName", "home")
        .put("capabilities", new JsonArray().add("listFiles"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void sizes_and_addresses_are_where_the_version_has_them(int version) {
    JsonObject answer =
        fixture
            .authorize(version, fixture.emulator.keyId(), fixture.emulator.applicationKey())
            .json();
    JsonObject storage =
        version < 3 ? answer : answer.getJsonObject("apiInfo").getJsonObject("storageApi");

    assertThat(answer.getString("accountId")).isEqualTo(fixture.emulator.accountId());
    assertThat(answer.getString("authorizationToken")).isNotBlank();
    assertThat(answer.containsKey("applicationKeyExpirationTimestamp")).isTrue();
    for (String address : List.of("apiUrl", "downloadUrl", "s3ApiUrl")) {
      assertThat(storage.getString(address)).isEqualTo(fixture.emulator.url());
    }
    assertThat(storage.getLong("recommendedPartSize")).isEqualTo(100_000);
    assertThat(storage.getLong("absoluteMinimumPartSize")).isEqualTo(1_000);
    assertThat(answer.containsKey("minimumPartSize")).isEqualTo(version == 1);
    if (version >= 3) {
      assertThat(answer.getJsonObject("apiInfo").containsKey("groupsApi")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void a_bucket_that_was_deleted_has_no_name_any_more(int version) {
    String bucketId = fixture.emulator.createBucket("doomed-bucket").await();
    ApplicationKey key =
        fixture.key(List.of("listFiles"), List.of("doomed-bucket"), Optional.of("ha/"));
    fixture.emulator.deleteBucket("doomed-bucket").await();

    JsonObject answer = fixture.authorize(version, key.keyId(), key.applicationKey()).json();

    JsonObject allowed = allowed(version, answer);
    assertThat(allowed.getString("namePrefix")).isEqualTo("ha/");
    assertThat(allowed.getJsonArray("capabilities")).containsExactly("listFiles");
    if (version == 4) {
      assertThat(allowed.getJsonArray("buckets"))
          .containsExactly(new JsonObject().put("id", bucketId).putNull("name"));
    } else {
      assertThat(allowed.getString("bucketId")).isEqualTo(bucketId);
      assertThat(allowed.getString("bucketName")).isNull();
    }
  }

  @Test
  void a_key_for_everything_has_null_in_the_place_of_buckets() {
    JsonObject allowed =
        allowed(
            4,
            fixture
                .authorize(4, fixture.emulator.keyId(), fixture.emulator.applicationKey())
                .json());

    assertThat(allowed.containsKey("buckets")).isTrue();
    assertThat(allowed.getValue("buckets")).isNull();
    assertThat(allowed.getValue("namePrefix")).isNull();
  }

  private static JsonObject allowed(int version, JsonObject answer) {
    if (version < 3) {
      return answer.getJsonObject("allowed");
    }
    JsonObject storage = answer.getJsonObject("apiInfo").getJsonObject("storageApi");
    return version == 3 ? storage : storage.getJsonObject("allowed");
  }

  @Test
  void the_end_of_a_key_is_told_and_is_that_of_its_tokens_too() {
    long now = System.currentTimeMillis();
    ApplicationKey key =
        fixture
            .emulator
            .createKey(
                List.of("listBuckets"),
                List.of(),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(5)))
            .await();
    JsonObject answer = fixture.authorize(2, key.keyId(), key.applicationKey()).json();
    Fixture.Session shortLived = fixture.session(2, key);

    fixture.emulator.advanceClock(Duration.ofMinutes(6)).await();

    assertThat(answer.getLong("applicationKeyExpirationTimestamp"))
        .isBetween(now + 300_000, now + 360_000);
    assertThat(
            shortLived
                .call(
                    "b2_list_buckets",
                    new JsonObject().put("accountId", fixture.emulator.accountId()))
                .code())
        .isEqualTo("expired_auth_token");
  }

  static Stream<String> noCredentials() {
    return Stream.of(
        "",
        "Bearer abc",
        "Basic",
        "Basic ***",
        "Basic " + base64("no-colon"),
        "Basic " + base64(":"),
        "Basic " + base64("0020000000000000000000000:K002"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("noCredentials")
  void what_is_no_key_is_refused_on_each_version(String authorization) {
    IntStream.rangeClosed(1, 4)
        .mapToObj("/b2api/v%d/b2_authorize_account"::formatted)
        .map(fixture::request)
        .map(it -> authorization.isEmpty() ? it : it.header("Authorization", authorization))
        .map(fixture::send)
        .forEach(
            answer -> {
              assertThat(answer.status()).isEqualTo(401);
              assertThat(answer.code()).isEqualTo("unauthorized");
              assertThat(answer.header("WWW-Authenticate"))
                  .isEqualTo("Basic realm=\"authorize_account\"");
            });
  }
}
