package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
  private static final byte[] CONTENT = "the quick brown fox".getBytes(StandardCharsets.UTF_8);

  @Test
  void a_sha1_at_the_end_of_the_body_is_checked_and_not_stored(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer = uploadWithSha1AtEnd(fixture, Fixture.sha1(CONTENT));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().getLong("contentLength")).isEqualTo(CONTENT.length);
      assertThat(answer.json().getString("contentSha1")).isEqualTo(Fixture.sha1(CONTENT));
      assertThat(answer.json().getString("contentMd5")).hasSize(32);
    }
  }

  @Test
  void a_wrong_sha1_is_refused_and_leaves_nothing(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer = uploadWithSha1AtEnd(fixture, "0".repeat(40));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().getString("message"))
          .isEqualTo("Checksum did not match data received");
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void an_unverified_sha1_is_marked_as_such(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .setHeader("X-Bz-Content-Sha1", "do_not_verify");

      assertThat(fixture.send(request).json().getString("contentSha1"))
          .isEqualTo("unverified:" + Fixture.sha1(CONTENT));
    }
  }

  @Test
  void info_headers_are_kept_in_lower_case(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .header("X-Bz-Info-Extra", "f%C3%BCr%20dich");

      assertThat(fixture.send(request).json().getJsonObject("fileInfo"))
          .isEqualTo(new JsonObject().put("extra", "für dich"));
    }
  }

  @Test
  void names_of_info_that_begin_with_b2_are_only_those_that_b2_knows(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject large =
          new JsonObject()
              .put("bucketId", fixture.bucketId())
              .put("fileName", "large")
              .put("contentType", "text/plain");

      for (String name : List.of("b2-nonsense", "B2-Nonsense", "b2-")) {
        HttpRequest.Builder small =
            session
                .uploadRequest(session.uploadUrl(fixture.bucketId()), "small", CONTENT)
                .header("X-Bz-Info-" + name, "1");
        large.put("fileInfo", new JsonObject().put(name, "1"));

        assertThat(fixture.send(small).code()).isEqualTo("bad_request");
        assertThat(session.call("b2_start_large_file", large).code()).isEqualTo("bad_request");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Location",
        "Content-Range",
        "Expires"
      })
  void headers_that_a_file_has_only_by_its_info_are_refused(
      String header, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .header(header, "x");

      Fixture.Answer answer = fixture.send(request);

      assertThat(answer.code()).isEqualTo("bad_request");
      assertThat(answer.json().getString("message")).contains(header);
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%FF", "a%ED%A0%80b", "%C0%AF", "a%C3", "%E4hnlich"})
  void what_is_not_utf8_is_refused(String encoded, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder named =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .setHeader("X-Bz-File-Name", encoded);
      HttpRequest.Builder informed =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .header("X-Bz-Info-Extra", encoded);

      assertThat(fixture.send(named).code()).isEqualTo("bad_request");
      assertThat(fixture.send(informed).code()).isEqualTo("bad_request");
      assertThat(session.get("/file/%s/%s".formatted(Fixture.BUCKET, encoded)).code())
          .isEqualTo("bad_request");
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udfff", "\\udc00\\ud800"})
  void half_a_character_in_json_is_refused(String escaped, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder start =
          fixture
              .request("/b2api/v2/b2_start_large_file")
              .header("Authorization", session.token())
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"bucketId\":\"%s\",\"fileName\":\"%s\",\"contentType\":\"a/b\"}"
                          .formatted(fixture.bucketId(), escaped)));

      assertThat(fixture.send(start).code()).isEqualTo("bad_request");
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 400", "0, 200", "1700000000000, 200", "9000000000000000, 400", "today, 400"})
  void a_time_of_upload_lies_between_1970_and_now(
      String time, int status, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder small =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "small", CONTENT)
              .header("X-Bz-Custom-Upload-Timestamp", time);
      JsonObject large =
          new JsonObject()
              .put("bucketId", fixture.bucketId())
              .put("fileName", "large")
              .put("contentType", "text/plain")
              .put("customUploadTimestamp", time);

      assertThat(fixture.send(small).status()).isEqualTo(status);
      assertThat(session.call("b2_start_large_file", large).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a/", "a//b", "a\u0001b", "a\u007fb", ""})
  void names_that_break_the_rules_are_refused(String name, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(fixture.master().upload(fixture.bucketId(), name, CONTENT).status())
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, 200", "1025, 400"})
  void a_name_has_at_most_1024_bytes(int bytes, int status, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      String folders = ("é".repeat(120) + "/").repeat(4);
      String name = folders + "a".repeat(bytes - 964);

      assertThat(fixture.master().upload(fixture.bucketId(), name, CONTENT).status())
          .isEqualTo(status);
    }
  }

  @Test
  void a_body_of_unknown_length_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .POST(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofByteArray(CONTENT)));

      assertThat(fixture.send(request).json().getString("message")).contains("Content-Length");
    }
  }

  @Test
  void two_uploads_at_a_time_with_one_token_are_refused(@TempDir Path directory)
      throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      try (Socket first = fixture.socket()) {
        beginUpload(first, url);
        assertThat(statusLine(first)).contains("100");

        Fixture.Answer second = fixture.send(session.uploadRequest(url, "b", CONTENT));

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.code()).isEqualTo("auth_token_limit");
      }
    }
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on_only_when_its_upload_is_welcome(
      @TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      JsonObject url = fixture.master().uploadUrl(fixture.bucketId());
      try (Socket welcome = fixture.socket();
          Socket refused = fixture.socket()) {
        beginUpload(welcome, url);
        beginUpload(refused, url.copy().put("authorizationToken", "4_wrong"));

        assertThat(statusLine(welcome)).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 401")
            .contains("bad_auth_token");
      }
    }
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing_and_frees_its_token(@TempDir Path directory)
      throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      try (Socket socket = fixture.socket()) {
        beginUpload(socket, url);
        assertThat(statusLine(socket)).contains("100");
        socket.getOutputStream().write(new byte[5]);
      }

      Fixture.Answer again = fixture.sendWhileBusy(session.uploadRequest(url, "b", CONTENT));

      assertThat(again.status()).isEqualTo(200);
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await())
          .extracting(StoredObject::name)
          .containsExactly("b");
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
  }

  private static void beginUpload(Socket socket, JsonObject url) throws IOException {
    OutputStream out = socket.getOutputStream();
    URI uri = URI.create(url.getString("uploadUrl"));
    String head =
        String.join(
            "\r\n",
            "POST " + uri.getPath() + " HTTP/1.1",
            "Host: " + uri.getAuthority(),
            "Authorization: " + url.getString("authorizationToken"),
            "X-Bz-File-Name: a",
            "Content-Type: b2/x-auto",
            "Content-Length: 10",
            "X-Bz-Content-Sha1: do_not_verify",
            "Expect: 100-continue",
            "",
            "");
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\r'; c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static Fixture.Answer uploadWithSha1AtEnd(Fixture fixture, String sha1) {
    Fixture.Session session = fixture.master();
    byte[] body =
        (new String(CONTENT, StandardCharsets.UTF_8) + sha1).getBytes(StandardCharsets.UTF_8);
    return fixture.send(
        session
            .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", body)
            .setHeader("X-Bz-Content-Sha1", "hex_digits_at_end"));
  }
}
