package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFileTest {
  private static final long SEED = 11;
  private static final byte[] FIRST = random(2_000);
  private static final byte[] LAST = random(10);

  @Test
  void a_file_that_the_disk_refuses_is_as_unfinished_as_before(@TempDir Path directory)
      throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      byte[] content = "content".getBytes(StandardCharsets.UTF_8);
      String fileId = session.startLarge(fixture.bucketId(), "large");
      session.uploadPart(fileId, 1, content);
      // Nothing can take the place of a directory that is not empty.
      Path document = directory.resolve("versions").resolve(fileId + ".json");
      Files.delete(document);
      Files.createDirectories(document.resolve("in-the-way"));

      Fixture.Answer refused = session.finishLarge(fileId, List.of(Fixture.sha1(content)));
      List<StoredObject> unfinished = fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await();
      Files.delete(document.resolve("in-the-way"));
      Files.delete(document);
      Fixture.Answer finished = session.finishLarge(fileId, List.of(Fixture.sha1(content)));

      assertThat(refused.status()).isEqualTo(500);
      assertThat(unfinished).hasSize(1);
      assertThat(finished.status()).isEqualTo(200);
      assertThat(session.get("/file/" + Fixture.BUCKET + "/large").body()).isEqualTo(content);
    }
  }

  @Test
  void parts_may_come_in_any_order_and_again(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "big");
      session.uploadPart(fileId, 2, LAST);
      session.uploadPart(fileId, 1, random(1_500));
      session.uploadPart(fileId, 1, FIRST);

      JsonObject finished = session.finishLarge(fileId, sha1s()).json();
      Fixture.Answer tail =
          fixture.send(
              fixture
                  .request("/file/%s/big".formatted(Fixture.BUCKET))
                  .header("Authorization", session.token())
                  .header("Range", "bytes=1998-2003"));

      assertThat(finished.getLong("contentLength")).isEqualTo(2_010);
      assertThat(finished.getString("contentSha1")).isEqualTo("none");
      assertThat(finished.getString("action")).isEqualTo("upload");
      assertThat(tail.body())
          .containsExactly(FIRST[1998], FIRST[1999], LAST[0], LAST[1], LAST[2], LAST[3]);
      assertThat(tail.header("X-Bz-Content-Sha1")).isEqualTo("none");
    }
  }

  @Test
  void a_missing_part_is_named(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "big");
      session.uploadPart(fileId, 1, FIRST);

      assertThat(session.finishLarge(fileId, sha1s()).code()).isEqualTo("missing_part");
    }
  }

  @Test
  void another_sha1_than_the_parts_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "big");
      session.uploadPart(fileId, 1, FIRST);

      assertThat(session.finishLarge(fileId, List.of(Fixture.sha1(LAST))).code())
          .isEqualTo("part_sha1_mismatch");
    }
  }

  @Test
  void a_small_part_that_is_not_the_last_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "big");
      session.uploadPart(fileId, 1, LAST);
      session.uploadPart(fileId, 2, FIRST);

      Fixture.Answer answer =
          session.finishLarge(fileId, List.of(Fixture.sha1(LAST), Fixture.sha1(FIRST)));

      assertThat(answer.status()).isEqualTo(400);
    }
  }

  @Test
  void a_file_is_finished_once(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = uploadBoth(fixture, session);
      session.finishLarge(fileId, sha1s());

      Fixture.Answer again = session.finishLarge(fileId, sha1s());

      assertThat(again.status()).isEqualTo(400);
      assertThat(again.json().getString("message")).isEqualTo("No active upload for: " + fileId);
    }
  }

  @Test
  void an_unfinished_file_is_listed_apart_until_it_is_cancelled(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      String fileId = uploadBoth(fixture, session);
      JsonObject bucket = new JsonObject().put("bucketId", bucketId);

      JsonObject unfinished = session.call("b2_list_unfinished_large_files", bucket).json();
      JsonObject names = session.call("b2_list_file_names", bucket).json();
      session.call("b2_cancel_large_file", new JsonObject().put("fileId", fileId));

      assertThat(unfinished.getJsonArray("files")).hasSize(1);
      assertThat(names.getJsonArray("files")).isEmpty();
      assertThat(
              session.call("b2_list_unfinished_large_files", bucket).json().getJsonArray("files"))
          .isEmpty();
      assertThat(directory.resolve("data")).isEmptyDirectory();
    }
  }

  @Test
  void parts_are_listed_page_by_page(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = uploadBoth(fixture, session);

      JsonObject page =
          session
              .call("b2_list_parts", new JsonObject().put("fileId", fileId).put("maxPartCount", 1))
              .json();

      assertThat(page.getJsonArray("parts")).hasSize(1);
      assertThat(page.getInteger("nextPartNumber")).isEqualTo(2);
    }
  }

  @Test
  void a_copied_part_is_a_part(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      String source = session.upload(bucketId, "source", FIRST).json().getString("fileId");
      String fileId = session.startLarge(bucketId, "big");

      session.call(
          "b2_copy_part",
          new JsonObject()
              .put("sourceFileId", source)
              .put("largeFileId", fileId)
              .put("partNumber", 1));

      assertThat(session.finishLarge(fileId, List.of(Fixture.sha1(FIRST))).status()).isEqualTo(200);
    }
  }

  private static String uploadBoth(Fixture fixture, Fixture.Session session) {
    String fileId = session.startLarge(fixture.bucketId(), "big");
    session.uploadPart(fileId, 1, FIRST);
    session.uploadPart(fileId, 2, LAST);
    return fileId;
  }

  private static List<String> sha1s() {
    return List.of(Fixture.sha1(FIRST), Fixture.sha1(LAST));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED + size).nextBytes(bytes);
    return bytes;
  }
}
