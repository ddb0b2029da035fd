package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets which file, and what comes with it. */
class DownloadRightsTest extends EmulatorTest {
  private static final String PRIVATE = Fixture.BUCKET;
  private static final String PUBLIC = "public-bucket";

  @BeforeEach
  void makePublicBucket() {
    session.call(
        "b2_create_bucket",
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketName", PUBLIC)
            .put("bucketType", "allPublic"));
    session.upload(fixture.bucketId(PRIVATE), "there", CONTENT);
    session.upload(fixture.bucketId(PUBLIC), "there", CONTENT);
  }

  @ParameterizedTest(name = "{1} of {0} with {2} is {3}")
  @CsvSource({
    "homekeep-test, there, a token, 200, ",
    "homekeep-test, there, no token, 401, missing_auth_token",
    "homekeep-test, there, a wrong token, 401, bad_auth_token",
    "homekeep-test, none, a token, 404, not_found",
    "homekeep-test, none, no token, 401, missing_auth_token",
    "no-such-bucket, there, a token, 404, not_found",
    "no-such-bucket, there, no token, 401, missing_auth_token",
    "public-bucket, there, no token, 200, ",
    "public-bucket, none, no token, 404, not_found",
  })
  void who_may_not_read_does_not_learn_what_is_there(
      String bucket, String name, String token, int status, String code) {
    Fixture.Answer answer = get("/file/%s/%s".formatted(bucket, name), token);

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    if (status != 200) {
      assertThat(answer.code()).isEqualTo(code);
    }
  }

  @ParameterizedTest(name = "{0} with {1} is {2}")
  @CsvSource({
    "private, a token, 200",
    "private, no token, 401",
    "public, no token, 200",
    "deleted, a token, 404",
    "deleted, no token, 401",
    "unfinished, a token, 404",
    "hide marker, a token, 404",
  })
  void the_same_holds_by_id(String which, String token, int status) {
    String bucketId = fixture.bucketId(which.equals("public") ? PUBLIC : PRIVATE);
    JsonObject file = session.upload(bucketId, "a", CONTENT).json();
    String fileId =
        switch (which) {
          case "unfinished" -> session.startLarge(bucketId, "large");
          case "hide marker" ->
              session
                  .call(
                      "b2_hide_file",
                      new JsonObject().put("bucketId", bucketId).put("fileName", "a"))
                  .json()
                  .getString("fileId");
          default -> file.getString("fileId");
        };
    if (which.equals("deleted")) {
      session.call(
          "b2_delete_file_version", new JsonObject().put("fileName", "a").put("fileId", fileId));
    }

    assertThat(get("/b2api/v2/b2_download_file_by_id?fileId=" + fileId, token).status())
        .isEqualTo(status);
  }

  private Fixture.Answer get(String path, String token) {
    HttpRequest.Builder request = fixture.request(path);
    return fixture.send(
        switch (token) {
          case "a token" -> request.header("Authorization", session.token());
          case "a wrong token" -> request.header("Authorization", session.token() + "x");
          default -> request;
        });
  }

  @Test
  void a_download_authorisation_ends_and_is_for_downloads_alone() {
    String token =
        session
            .call(
                "b2_get_download_authorization",
                new JsonObject()
                    .put("bucketId", fixture.bucketId())
                    .put("fileNamePrefix", "")
                    .put("validDurationInSeconds", 60))
            .json()
            .getString("authorizationToken");
    Fixture.Session shared = new Fixture.Session(fixture, 2, token);

    assertThat(shared.get("/file/%s/there".formatted(PRIVATE)).status()).isEqualTo(200);
    assertThat(
            shared
                .call("b2_list_file_names", new JsonObject().put("bucketId", fixture.bucketId()))
                .code())
        .isEqualTo("bad_auth_token");
    fixture.emulator.advanceClock(Duration.ofSeconds(61)).await();
    assertThat(shared.get("/file/%s/there".formatted(PRIVATE)).code())
        .isEqualTo("expired_auth_token");
  }

  @ParameterizedTest
  @CsvSource({
    "b2-content-disposition, Content-Disposition, attachment",
    "b2-content-language, Content-Language, de",
    "b2-expires, Expires, 'Thu, 01 Jan 2032 00:00:00 GMT'",
    "b2-cache-control, Cache-Control, max-age=60",
    "b2-content-encoding, Content-Encoding, identity",
  })
  void some_notes_of_a_file_stand_for_headers(String note, String header, String value) {
    HttpRequest.Builder upload =
        session
            .uploadRequest(session.uploadUrl(fixture.bucketId()), "noted", CONTENT)
            .header("X-Bz-Info-" + note, Names.encode(value));
    fixture.send(upload);

    assertThat(session.get("/file/%s/noted".formatted(PRIVATE)).header(header)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c~d%2Fe", "ü/ß/家", "tab-free;=&?#"})
  void the_name_comes_percent_encoded(String name) {
    String fileId = session.upload(fixture.bucketId(), name, CONTENT).json().getString("fileId");

    String header =
        session.get("/b2api/v2/b2_download_file_by_id?fileId=" + fileId).header("X-Bz-File-Name");

    assertThat(header).matches("[\\w%./*~-]+");
    assertThat(URLDecoder.decode(header, StandardCharsets.UTF_8)).isEqualTo(name);
    assertThat(session.get("/file/%s/%s".formatted(PRIVATE, header)).body()).isEqualTo(CONTENT);
  }

  @Test
  void a_sha1_that_nobody_verified_says_so() {
    fixture.send(
        session
            .uploadRequest(session.uploadUrl(fixture.bucketId()), "unverified", CONTENT)
            .setHeader("X-Bz-Content-Sha1", "do_not_verify"));

    assertThat(session.get("/file/%s/unverified".formatted(PRIVATE)).header("X-Bz-Content-Sha1"))
        .isEqualTo("unverified:" + Fixture.sha1(CONTENT));
  }

  @Test
  void head_tells_the_length_of_the_range() {
    Fixture.Answer answer =
        fixture.send(
            fixture
                .request("/file/%s/there".formatted(PRIVATE))
                .header("Authorization", session.token())
                .header("Range", "bytes=2-4")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Length")).isEqualTo("3");
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void an_empty_file_comes_whole_and_has_no_range() {
    session.upload(fixture.bucketId(), "empty", new byte[0]);

    assertThat(session.get("/file/%s/empty".formatted(PRIVATE)).status()).isEqualTo(200);
    assertThat(
            fixture
                .send(
                    fixture
                        .request("/file/%s/empty".formatted(PRIVATE))
                        .header("Authorization", session.token())
                        .header("Range", "bytes=0-0"))
                .status())
        .isEqualTo(416);
  }
}
