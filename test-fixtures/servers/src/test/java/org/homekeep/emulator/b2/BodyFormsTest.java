package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that what is sent may have, for files and for parts alike. */
class BodyFormsTest extends EmulatorTest {
  private static final String SHA1 = Fixture.sha1(CONTENT);

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "b2_upload_file, plain",
    "b2_upload_file, capitals",
    "b2_upload_file, hex_digits_at_end",
    "b2_upload_file, do_not_verify",
    "b2_upload_part, plain",
    "b2_upload_part, capitals",
    "b2_upload_part, hex_digits_at_end",
    "b2_upload_part, do_not_verify"
  })
  void each_form_of_a_sha1_is_understood(String call, String form) {
    Fixture.Answer answer =
        switch (form) {
          case "plain" -> send(call, SHA1, CONTENT);
          case "capitals" -> send(call, SHA1.toUpperCase(Locale.ROOT), CONTENT);
          case "hex_digits_at_end" -> send(call, form, withTrailer(SHA1));
          default -> send(call, form, CONTENT);
        };

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.json().getLong("contentLength")).isEqualTo(CONTENT.length);
    assertThat(answer.json().getString("contentSha1"))
        .isEqualTo(form.equals("do_not_verify") ? "unverified:" + SHA1 : SHA1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_upload_file", "b2_upload_part"})
  void another_sha1_is_told_in_the_words_that_clients_know(String call) {
    String other = Fixture.sha1(new byte[1]);

    for (Fixture.Answer answer :
        new Fixture.Answer[] {
          send(call, other, CONTENT), send(call, "hex_digits_at_end", withTrailer(other))
        }) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad_request");
      assertThat(answer.json().getString("message"))
          .isEqualTo("Checksum did not match data received");
    }
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
    assertThat(directory.resolve("data")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "b2_upload_file, 0123456789abcdef",
    "b2_upload_file, ''",
    "b2_upload_part, verify_please",
    "b2_upload_part, ''"
  })
  void what_is_no_sha1_is_refused(String call, String sha1) {
    assertThat(send(call, sha1, CONTENT).code()).isEqualTo("bad_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_upload_file", "b2_upload_part"})
  void a_body_that_is_shorter_than_the_sha1_at_its_end_is_refused(String call) {
    assertThat(send(call, "hex_digits_at_end", new byte[39]).code()).isEqualTo("bad_request");
  }

  @ParameterizedTest
  @CsvSource({"b2_upload_file, 200", "b2_upload_part, 400"})
  void a_file_may_be_empty_and_a_part_not(String call, int status) {
    byte[] nothing = new byte[0];

    assertThat(send(call, Fixture.sha1(nothing), nothing).status()).isEqualTo(status);
    assertThat(
            send(
                    call,
                    "hex_digits_at_end",
                    Fixture.sha1(nothing).getBytes(StandardCharsets.US_ASCII))
                .status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_upload_file", "b2_upload_part"})
  void a_body_without_its_length_is_refused(String call) {
    HttpRequest.Builder chunked =
        request(call, SHA1, CONTENT)
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(CONTENT)));

    assertThat(fixture.send(chunked).json().getString("message")).contains("Content-Length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_upload_file", "b2_upload_part"})
  void one_address_takes_one_upload_at_a_time(String call) {
    JsonObject url = url(call);
    fixture.emulator.faults().add(FaultRule.of(call, FaultAction.STALL).afterBytes(2)).await();
    CompletableFuture<Fixture.Answer> first = new CompletableFuture<>();
    Thread sender =
        new Thread(() -> first.complete(fixture.send(request(url, SHA1, CONTENT))), "first");
    sender.setDaemon(true);
    sender.setUncaughtExceptionHandler((thread, brokenAtTheEnd) -> {});
    sender.start();
    Patience.await(() -> fixture.emulator.counters().await().getInteger("uploads_now") == 1);

    Fixture.Answer second = fixture.send(request(url, SHA1, CONTENT));

    assertThat(second.status()).isEqualTo(400);
    assertThat(second.code()).isEqualTo("auth_token_limit");
    assertThat(second.json().getString("message"))
        .isEqualTo("more than one upload using auth token " + url.getString("authorizationToken"));
    assertThat(first).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/json", "text/plain;charset=utf-8"})
  void the_type_of_a_body_of_json_does_not_matter(String type) {
    HttpRequest.Builder request =
        fixture
            .request("/b2api/v2/b2_list_file_names")
            .header("Authorization", session.token())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    new JsonObject().put("bucketId", fixture.bucketId()).encode()));

    assertThat(
            fixture.send(type.isEmpty() ? request : request.header("Content-Type", type)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"a+b, 'a b'", "a%20b, 'a b'", "a%2Bb, a+b", "%C3%BC/%7E, ü/~", "a%252Fb, a%2Fb"})
  void the_name_of_a_file_is_decoded(String sent, String name) {
    HttpRequest.Builder upload =
        request("b2_upload_file", SHA1, CONTENT).setHeader("X-Bz-File-Name", sent);

    assertThat(fixture.send(upload).json().getString("fileName")).isEqualTo(name);
  }

  @Test
  void an_address_for_uploads_is_good_for_a_day() {
    JsonObject file = url("b2_upload_file");
    JsonObject part = url("b2_upload_part");
    fixture.emulator.advanceClock(Duration.ofHours(25)).await();

    assertThat(fixture.send(request(file, SHA1, CONTENT)).code()).isEqualTo("expired_auth_token");
    assertThat(fixture.send(request(part, SHA1, CONTENT)).code()).isEqualTo("expired_auth_token");
  }

  private static byte[] withTrailer(String sha1) {
    return (new String(CONTENT, StandardCharsets.UTF_8) + sha1).getBytes(StandardCharsets.UTF_8);
  }

  private Fixture.Answer send(String call, String sha1, byte[] body) {
    return fixture.send(request(call, sha1, body));
  }

  private HttpRequest.Builder request(String call, String sha1, byte[] body) {
    return request(url(call), sha1, body);
  }

  private HttpRequest.Builder request(JsonObject url, String sha1, byte[] body) {
    return session
        .uploadRequest(url, "a", body)
        .setHeader("X-Bz-Content-Sha1", sha1)
        .header("X-Bz-Part-Number", "1");
  }

  private JsonObject url(String call) {
    return call.equals("b2_upload_file")
        ? session.uploadUrl(fixture.bucketId())
        : session
            .call(
                "b2_get_upload_part_url",
                new JsonObject().put("fileId", session.startLarge(fixture.bucketId(), "large")))
            .json();
  }
}
