package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void versions_1_and_2_answer_flat(int version, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      JsonObject answer = authorizeMaster(fixture, version);

      assertThat(answer.getString("apiUrl")).isEqualTo(fixture.emulator.url());
      assertThat(answer.getLong("recommendedPartSize")).isEqualTo(100_000);
      assertThat(answer.getLong("absoluteMinimumPartSize")).isEqualTo(1_000);
      assertThat(answer.getJsonObject("allowed").getJsonArray("capabilities"))
          .contains("writeFiles");
      assertThat(answer.getJsonObject("allowed").getString("bucketId")).isNull();
    }
  }

  @Test
  void parts_are_those_of_the_service_unless_somebody_wants_others(@TempDir Path directory) {
    B2EmulatorOptions options = B2EmulatorOptions.in(directory).firstBucket(Fixture.BUCKET);
    try (Fixture fixture = Fixture.with(WatchedVertx.create(), options)) {
      JsonObject answer = authorizeMaster(fixture, 2);
      Fixture.Session session = fixture.master();
      String large = session.startLarge(fixture.bucketId(), "large");

      assertThat(answer.getLong("absoluteMinimumPartSize")).isEqualTo(5_000_000);
      assertThat(answer.getLong("recommendedPartSize")).isEqualTo(100_000_000);
      byte[] tooSmall = new byte[4_999_999];
      byte[] last = new byte[1];
      session.uploadPart(large, 1, tooSmall);
      session.uploadPart(large, 2, last);
      assertThat(
              session
                  .finishLarge(large, List.of(Fixture.sha1(tooSmall), Fixture.sha1(last)))
                  .json()
                  .getString("message"))
          .contains("5000000");
    }
  }

  @Test
  void version_3_spreads_what_is_allowed_inside_the_storage_api(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      ApplicationKey key =
          fixture.key(List.of("listFiles"), List.of(Fixture.BUCKET), Optional.of("ha/"));

      JsonObject storage =
          fixture
              .authorize(3, key.keyId(), key.applicationKey())
              .json()
              .getJsonObject("apiInfo")
              .getJsonObject("storageApi");

      assertThat(storage.getString("bucketName")).isEqualTo(Fixture.BUCKET);
      assertThat(storage.getString("namePrefix")).isEqualTo("ha/");
      assertThat(storage.getJsonArray("capabilities")).containsExactly("listFiles");
      assertThat(storage.getString("infoType")).isEqualTo("storageApi");
    }
  }

  @Test
  void a_key_for_several_buckets_is_authorised_on_version_4_alone(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      fixture.emulator.createBucket("another-bucket").await();
      ApplicationKey key =
          fixture.key(
              List.of("listFiles"), List.of(Fixture.BUCKET, "another-bucket"), Optional.empty());

      Fixture.Answer old = fixture.authorize(2, key.keyId(), key.applicationKey());
      JsonArray buckets =
          fixture
              .authorize(4, key.keyId(), key.applicationKey())
              .json()
              .getJsonObject("apiInfo")
              .getJsonObject("storageApi")
              .getJsonObject("allowed")
              .getJsonArray("buckets");

      assertThat(old.status()).isEqualTo(400);
      assertThat(old.json().getString("message"))
          .isEqualTo("This request is not currently supported on API version number 2");
      assertThat(buckets)
          .extracting(bucket -> ((JsonObject) bucket).getString("name"))
          .containsExactly(Fixture.BUCKET, "another-bucket");
    }
  }

  @Test
  void a_token_of_version_4_is_good_on_version_1(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session =
          fixture.session(4, fixture.emulator.keyId(), fixture.emulator.applicationKey());

      Fixture.Answer answer =
          new Fixture.Session(fixture, 1, session.token())
              .call(
                  "b2_list_buckets",
                  new JsonObject().put("accountId", fixture.emulator.accountId()));

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void the_account_id_stands_for_the_master_key(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(
              fixture
                  .authorize(2, fixture.emulator.accountId(), fixture.emulator.applicationKey())
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_wrong_key_is_refused_with_an_error_of_exactly_three_fields(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer = fixture.authorize(2, fixture.emulator.keyId(), "K002wrong");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder("status", "code", "message");
      assertThat(answer.code()).isEqualTo("unauthorized");
      assertThat(answer.header("WWW-Authenticate")).contains("Basic");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(answer.header("Date")).endsWith("GMT");
    }
  }

  @Test
  void a_call_without_a_token_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture.send(
              fixture
                  .request("/b2api/v2/b2_list_buckets")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("missing_auth_token");
    }
  }

  @Test
  void a_token_runs_out_after_a_day(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      fixture.emulator.advanceClock(Duration.ofHours(25)).await();

      Fixture.Answer answer = session.call("b2_list_buckets", new JsonObject());

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("expired_auth_token");
    }
  }

  @Test
  void a_key_with_an_end_cannot_authorise_after_it(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      ApplicationKey key =
          fixture
              .emulator
              .createKey(
                  List.of("listFiles"),
                  List.of(),
                  Optional.empty(),
                  Optional.of(Duration.ofMinutes(5)))
              .await();
      fixture.emulator.advanceClock(Duration.ofMinutes(6)).await();

      assertThat(fixture.authorize(2, key.keyId(), key.applicationKey()).status()).isEqualTo(401);
    }
  }

  @Test
  void the_token_of_a_deleted_key_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      ApplicationKey key = fixture.key(List.of("listBuckets"), List.of(), Optional.empty());
      Fixture.Session session = fixture.session(2, key);
      fixture.emulator.deleteKey(key.keyId()).await();

      assertThat(session.call("b2_list_buckets", new JsonObject()).code())
          .isEqualTo("bad_auth_token");
    }
  }

  private static JsonObject authorizeMaster(Fixture fixture, int version) {
    return fixture
        .authorize(version, fixture.emulator.keyId(), fixture.emulator.applicationKey())
        .json();
  }
}
