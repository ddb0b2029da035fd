package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final String PATH = "/file/" + Fixture.BUCKET + "/ha/a%20b.tar";

  @Test
  void the_address_of_a_download_says_headers_in_the_place_of_the_files(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      session.upload(fixture.bucketId(), "a", new byte[10]);

      Fixture.Answer answer =
          session.get(
              "/file/%s/a?b2ContentDisposition=attachment%%3B%%20filename%%3Db&b2ContentType=text/x"
                      .formatted(Fixture.BUCKET)
                  + "&b2ContentLanguage=de&b2CacheControl=no-cache&b2Expires=0");

      assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=b");
      assertThat(answer.header("Content-Type")).isEqualTo("text/x");
      assertThat(answer.header("Content-Language")).isEqualTo("de");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
      assertThat(answer.header("Expires")).isEqualTo("0");
    }
  }

  @Test
  void a_file_comes_with_all_its_headers(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "ha/a b.tar", CONTENT)
              .setHeader("Content-Type", "application/x-tar")
              .header("X-Bz-Info-b2-content-disposition", "attachment")
              .header("X-Bz-Info-note", "f%C3%BCr");
      String fileId = fixture.send(request).json().getString("fileId");

      Fixture.Answer answer = session.get("/b2api/v2/b2_download_file_by_id?fileId=" + fileId);

      assertThat(answer.body()).isEqualTo(CONTENT);
      assertThat(answer.header("Content-Type")).isEqualTo("application/x-tar");
      assertThat(answer.header("Content-Length")).isEqualTo("10");
      assertThat(answer.header("X-Bz-File-Id")).isEqualTo(fileId);
      assertThat(answer.header("X-Bz-File-Name")).isEqualTo("ha/a%20b.tar");
      assertThat(answer.header("X-Bz-Content-Sha1")).isEqualTo(Fixture.sha1(CONTENT));
      assertThat(answer.header("X-Bz-Info-note")).isEqualTo("f%C3%BCr");
      assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
      assertThat(answer.header("X-Bz-Upload-Timestamp")).isNotEmpty();
      assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=8-100, 206, 89, bytes 8-9/10",
    "lines=1-2, 200, 0123456789, ''",
  })
  void a_range_is_what_comes(
      String range, int status, String content, String header, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);

      Fixture.Answer answer =
          fixture.send(
              fixture
                  .request(PATH)
                  .header("Authorization", session.token())
                  .header("Range", range));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).isEqualTo(content);
      assertThat(answer.header("Content-Range")).isEqualTo(header);
    }
  }

  @Test
  void a_range_behind_the_end_cannot_be_satisfied(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture.send(
              fixture
                  .request(PATH)
                  .header("Authorization", stored(fixture).token())
                  .header("Range", "bytes=10-"));

      assertThat(answer.status()).isEqualTo(416);
      assertThat(answer.code()).isEqualTo("range_not_satisfiable");
    }
  }

  @Test
  void head_gives_the_headers_alone(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture.send(
              fixture
                  .request(PATH)
                  .header("Authorization", stored(fixture).token())
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Length")).isEqualTo("10");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void a_missing_file_is_not_found(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer = fixture.master().get("/file/" + Fixture.BUCKET + "/nothing");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }
  }

  @Test
  void a_private_file_needs_a_token_and_a_public_one_does_not(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      Fixture.Answer hidden = fixture.send(fixture.request(PATH));
      session.call(
          "b2_update_bucket",
          new JsonObject()
              .put("accountId", fixture.emulator.accountId())
              .put("bucketId", fixture.bucketId())
              .put("bucketType", "allPublic"));

      assertThat(hidden.status()).isEqualTo(401);
      assertThat(fixture.send(fixture.request(PATH)).status()).isEqualTo(200);
    }
  }

  @Test
  void a_download_authorisation_opens_its_prefix(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      session.upload(fixture.bucketId(), "other", CONTENT);
      String token =
          session
              .call(
                  "b2_get_download_authorization",
                  new JsonObject()
                      .put("bucketId", fixture.bucketId())
                      .put("fileNamePrefix", "ha/")
                      .put("validDurationInSeconds", 60))
              .json()
              .getString("authorizationToken");

      assertThat(fixture.send(fixture.request(PATH + "?Authorization=" + token)).status())
          .isEqualTo(200);
      assertThat(
              fixture
                  .send(
                      fixture
                          .request("/file/" + Fixture.BUCKET + "/other")
                          .header("Authorization", token))
                  .status())
          .isEqualTo(401);
    }
  }

  private static Fixture.Session stored(Fixture fixture) {
    Fixture.Session session = fixture.master();
    session.upload(fixture.bucketId(), "ha/a b.tar", CONTENT);
    return session;
  }
}
