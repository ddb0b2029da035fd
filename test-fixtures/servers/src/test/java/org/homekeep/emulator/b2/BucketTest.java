package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {
  @Test
  void a_bucket_is_made_with_what_it_was_asked_for(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      JsonArray rules =
          new JsonArray()
              .add(
                  new JsonObject()
                      .put("fileNamePrefix", "")
                      .put("daysFromHidingToDeleting", 1)
                      .putNull("daysFromUploadingToHiding"));

      JsonObject bucket =
          create(fixture, "new-bucket", new JsonObject().put("lifecycleRules", rules)).json();

      assertThat(bucket.getString("bucketId")).hasSize(24);
      assertThat(bucket.getJsonArray("lifecycleRules")).isEqualTo(rules);
      assertThat(bucket.getJsonArray("options")).containsExactly("s3");
      assertThat(bucket.getInteger("revision")).isPositive();
      assertThat(
              bucket
                  .getJsonObject("fileLockConfiguration")
                  .getJsonObject("value")
                  .getBoolean("isFileLockEnabled"))
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "b2-bucket", "UPPER-CASE", "under_score"})
  void a_bad_name_is_refused(String name, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(create(fixture, name, new JsonObject()).code()).isEqualTo("bad_request");
    }
  }

  @Test
  void a_name_is_given_once(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(create(fixture, Fixture.BUCKET, new JsonObject()).code())
          .isEqualTo("duplicate_bucket_name");
    }
  }

  @Test
  void a_change_of_another_revision_is_a_conflict(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture
              .master()
              .call(
                  "b2_update_bucket",
                  account(fixture).put("bucketId", fixture.bucketId()).put("ifRevisionIs", 77));

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("conflict");
    }
  }

  @Test
  void a_bucket_with_files_cannot_be_deleted(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      session.upload(bucketId, "a", new byte[1]);

      assertThat(
              session.call("b2_delete_bucket", account(fixture).put("bucketId", bucketId)).code())
          .isEqualTo("cannot_delete_non_empty_bucket");
    }
  }

  @Test
  void a_bucket_that_vanished_does_not_exist(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      session.upload(bucketId, "a", new byte[1]);
      fixture.emulator.deleteBucket(Fixture.BUCKET).await();

      JsonObject listed =
          session
              .call("b2_list_buckets", account(fixture).put("bucketName", Fixture.BUCKET))
              .json();

      assertThat(listed.getJsonArray("buckets")).isEmpty();
      assertThat(
              session.call("b2_get_upload_url", new JsonObject().put("bucketId", bucketId)).code())
          .isEqualTo("bad_bucket_id");
    }
  }

  @Test
  void what_changes_something_may_not_be_a_get(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(fixture.master().get("/b2api/v2/b2_create_bucket?bucketName=x").code())
          .isEqualTo("method_not_allowed");
    }
  }

  @Test
  void a_body_that_is_not_json_is_bad_json(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture.send(
              fixture
                  .request("/b2api/v3/b2_list_buckets")
                  .header("Authorization", fixture.master().token())
                  .POST(HttpRequest.BodyPublishers.ofString("{oops")));

      assertThat(answer.code()).isEqualTo("bad_json");
    }
  }

  private static Fixture.Answer create(Fixture fixture, String name, JsonObject more) {
    return fixture
        .master()
        .call(
            "b2_create_bucket",
            account(fixture).put("bucketName", name).put("bucketType", "allPrivate").mergeIn(more));
  }

  private static JsonObject account(Fixture fixture) {
    return new JsonObject().put("accountId", fixture.emulator.accountId());
  }
}
