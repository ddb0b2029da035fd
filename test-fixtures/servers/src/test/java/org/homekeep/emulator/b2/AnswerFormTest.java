package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all answers have in common: the date, what caches are told, and the form of errors. */
class AnswerFormTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path directory;
  private static Fixture fixture;
  private static Fixture.Session session;

  @BeforeAll
  static void start() {
    fixture = Fixture.in(directory);
    session = fixture.master();
    session.upload(fixture.bucketId(), "a", CONTENT);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource({
    "GET, /b2api/v2/b2_authorize_account, 401, unauthorized",
    "POST, /b2api/v2/b2_list_file_names, 400, bad_request",
    "POST, /b2api/v2/b2_no_such_call, 400, bad_request",
    "POST, /b2api/v0/b2_list_buckets, 400, bad_request",
    "POST, /b2api/v5/b2_list_buckets, 400, bad_request",
    "GET, /nothing, 400, bad_request",
    "GET, /b2api/v2/b2_hide_file, 405, method_not_allowed",
    "DELETE, /b2api/v2/b2_list_buckets, 405, method_not_allowed",
    "GET, /b2api/v2/b2_upload_file/x/y, 405, method_not_allowed",
    "POST, /b2api/v2/b2_upload_file/x/y, 401, bad_auth_token",
    "GET, /file/homekeep-test/none, 404, not_found",
    "GET, /file/no-such-bucket/none, 404, not_found",
    "PUT, /file/homekeep-test/a, 405, method_not_allowed",
    "GET, /b2api/v2/b2_download_file_by_id?fileId=x, 400, bad_request",
    "GET, /b2api/v2/b2_get_upload_url?bucketId=x, 400, invalid_bucket_id",
  })
  void an_error_has_exactly_three_fields_and_the_usual_headers(
      String method, String path, int status, String code) {
    Fixture.Answer answer =
        fixture.send(
            fixture
                .request(path)
                .header("Authorization", path.contains("authorize") ? "Bearer x" : session.token())
                .method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder("status", "code", "message");
    assertThat(answer.json().getInteger("status")).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().getString("message")).isNotBlank();
    assertHeaders(answer);
  }

  @ParameterizedTest
  @CsvSource({"400, bad_request", "401, expired_auth_token", "403, cap_exceeded", "503, busy"})
  void an_error_that_was_ordered_looks_like_any_other(int status, String code) {
    fixture.fault(
        "{\"call\":\"b2_list_buckets\",\"status\":%d,\"code\":\"%s\",\"message\":\"Too much.\"}"
            .formatted(status, code));

    Fixture.Answer answer = session.call("b2_list_buckets", new JsonObject());

    assertThat(answer.json())
        .isEqualTo(
            new JsonObject().put("code", code).put("message", "Too much.").put("status", status));
    assertHeaders(answer);
  }

  @Test
  void what_succeeds_has_the_usual_headers() {
    String bucketId = fixture.bucketId();

    assertHeaders(session.call("b2_list_file_names", new JsonObject().put("bucketId", bucketId)));
    assertHeaders(session.upload(bucketId, "b", CONTENT));
  }

  @Test
  void a_download_tells_the_date_as_well() {
    assertDate(session.get("/file/" + Fixture.BUCKET + "/a"));
  }

  private static void assertHeaders(Fixture.Answer answer) {
    assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=0, no-cache, no-store");
    assertDate(answer);
  }

  /** Clients refuse a date of another form, and one ten minutes off. */
  private static void assertDate(Fixture.Answer answer) {
    DateTimeFormatter rfc1123 =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US);
    ZonedDateTime date = ZonedDateTime.parse(answer.header("Date"), rfc1123);
    assertThat(Duration.between(date, ZonedDateTime.now(ZoneOffset.UTC)).abs())
        .isLessThan(Duration.ofMinutes(10));
  }
}
