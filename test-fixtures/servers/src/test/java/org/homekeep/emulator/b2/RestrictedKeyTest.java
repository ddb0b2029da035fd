package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestrictedKeyTest {
  private static final List<String> CAPABILITIES =
      List.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles");

  @Test
  void a_restricted_key_lists_its_bucket_by_name_and_nothing_else(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      fixture.emulator.createBucket("another-bucket").await();
      Fixture.Session session = restricted(fixture, Optional.empty());

      assertThat(listBuckets(fixture, session, Optional.of(Fixture.BUCKET)).status())
          .isEqualTo(200);
      assertThat(listBuckets(fixture, session, Optional.of("another-bucket")).code())
          .isEqualTo("unauthorized");
      assertThat(listBuckets(fixture, session, Optional.empty()).code()).isEqualTo("unauthorized");
    }
  }

  @Test
  void a_restricted_key_may_not_upload_into_another_bucket(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      String other = fixture.emulator.createBucket("another-bucket").await();

      Fixture.Answer answer =
          restricted(fixture, Optional.empty())
              .call("b2_get_upload_url", new JsonObject().put("bucketId", other));

      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void a_key_with_a_prefix_writes_and_lists_under_it_alone(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      String bucketId = fixture.bucketId();
      Fixture.Session session = restricted(fixture, Optional.of("ha/"));

      assertThat(session.upload(bucketId, "ha/a", new byte[] {1}).status()).isEqualTo(200);
      assertThat(session.upload(bucketId, "b", new byte[] {1}).code()).isEqualTo("unauthorized");
      assertThat(list(session, bucketId, "ha/").status()).isEqualTo(200);
      assertThat(list(session, bucketId, "").code()).isEqualTo("unauthorized");
    }
  }

  @Test
  void a_key_without_the_capability_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      String bucketId = fixture.bucketId();
      ApplicationKey reader = fixture.key(List.of("listFiles"), List.of(), Optional.empty());

      Fixture.Answer answer =
          fixture
              .session(2, reader)
              .call("b2_get_upload_url", new JsonObject().put("bucketId", bucketId));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("unauthorized");
    }
  }

  @Test
  void what_a_key_may_not_read_is_null(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      JsonObject encryption =
          listBuckets(fixture, restricted(fixture, Optional.empty()), Optional.of(Fixture.BUCKET))
              .json()
              .getJsonArray("buckets")
              .getJsonObject(0)
              .getJsonObject("defaultServerSideEncryption");

      assertThat(encryption.getBoolean("isClientAuthorizedToRead")).isFalse();
      assertThat(encryption.getValue("value")).isNull();
    }
  }

  @Test
  void keys_are_made_listed_and_deleted_over_the_api(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session master =
          fixture.session(4, fixture.emulator.keyId(), fixture.emulator.applicationKey());
      JsonObject created =
          master
              .call(
                  "b2_create_key",
                  new JsonObject()
                      .put("accountId", fixture.emulator.accountId())
                      .put("keyName", "ha")
                      .put("capabilities", List.of("listFiles"))
                      .put("bucketIds", List.of(fixture.bucketId())))
              .json();
      String keyId = created.getString("applicationKeyId");
      JsonObject listed =
          master
              .call("b2_list_keys", new JsonObject())
              .json()
              .getJsonArray("keys")
              .getJsonObject(0);
      master.call("b2_delete_key", new JsonObject().put("applicationKeyId", keyId));

      assertThat(keyId).hasSize(25);
      assertThat(created.getString("applicationKey")).hasSize(31);
      assertThat(listed.getString("applicationKeyId")).isEqualTo(keyId);
      assertThat(listed.containsKey("applicationKey")).isFalse();
      assertThat(fixture.authorize(4, keyId, created.getString("applicationKey")).status())
          .isEqualTo(401);
    }
  }

  private static Fixture.Session restricted(Fixture fixture, Optional<String> prefix) {
    return fixture.session(2, fixture.key(CAPABILITIES, List.of(Fixture.BUCKET), prefix));
  }

  private static Fixture.Answer listBuckets(
      Fixture fixture, Fixture.Session session, Optional<String> name) {
    JsonObject params = new JsonObject().put("accountId", fixture.emulator.accountId());
    name.ifPresent(text -> params.put("bucketName", text));
    return session.call("b2_list_buckets", params);
  }

  private static Fixture.Answer list(Fixture.Session session, String bucketId, String prefix) {
    return session.call(
        "b2_list_file_names", new JsonObject().put("bucketId", bucketId).put("prefix", prefix));
  }
}
