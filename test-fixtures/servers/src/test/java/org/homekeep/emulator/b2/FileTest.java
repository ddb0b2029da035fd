package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

  @Test
  void info_about_a_file_that_is_gone_is_not_found(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = upload(fixture, session);
      session.call("b2_delete_file_version", version(fileId));

      Fixture.Answer answer = session.call("b2_get_file_info", version(fileId));

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }
  }

  @Test
  void an_id_of_another_shape_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture.master().call("b2_get_file_info", version("../../etc/passwd"));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().getString("message")).isEqualTo("Invalid fileId: ../../etc/passwd");
    }
  }

  @Test
  void a_file_is_hidden_once(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      upload(fixture, session);
      JsonObject name = new JsonObject().put("bucketId", fixture.bucketId()).put("fileName", "a");

      Fixture.Answer first = session.call("b2_hide_file", name);
      Fixture.Answer second = session.call("b2_hide_file", name);
      Fixture.Answer other = session.call("b2_hide_file", name.copy().put("fileName", "b"));

      assertThat(first.json().getString("action")).isEqualTo("hide");
      assertThat(second.code()).isEqualTo("already_hidden");
      assertThat(other.code()).isEqualTo("no_such_file");
      assertThat(session.get("/file/%s/a".formatted(Fixture.BUCKET)).status()).isEqualTo(404);
    }
  }

  @Test
  void a_copy_of_a_range_is_a_file_of_its_own(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = upload(fixture, session);
      session.call(
          "b2_copy_file",
          new JsonObject()
              .put("sourceFileId", fileId)
              .put("fileName", "copy")
              .put("range", "bytes=2-4"));
      session.call("b2_delete_file_version", version(fileId));

      assertThat(session.get("/file/%s/copy".formatted(Fixture.BUCKET)).text()).isEqualTo("234");
    }
  }

  @Test
  void a_retained_file_is_deleted_only_after_its_time(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      session.call(
          "b2_update_bucket",
          new JsonObject()
              .put("accountId", fixture.emulator.accountId())
              .put("bucketId", fixture.bucketId())
              .put("fileLockEnabled", true)
              .put(
                  "defaultRetention",
                  new JsonObject()
                      .put("mode", "compliance")
                      .put("period", new JsonObject().put("duration", 7).put("unit", "days"))));
      String fileId = upload(fixture, session);

      Fixture.Answer early = session.call("b2_delete_file_version", version(fileId));
      fixture.emulator.advanceClock(Duration.ofDays(8)).await();
      Fixture.Answer late = fixture.master().call("b2_delete_file_version", version(fileId));

      assertThat(early.status()).isEqualTo(403);
      assertThat(early.code()).isEqualTo("access_denied");
      assertThat(late.status()).isEqualTo(200);
    }
  }

  private static String upload(Fixture fixture, Fixture.Session session) {
    return session.upload(fixture.bucketId(), "a", CONTENT).json().getString("fileId");
  }

  private static JsonObject version(String fileId) {
    return new JsonObject().put("fileName", "a").put("fileId", fileId);
  }
}
