package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final String PATH = "/file/" + Fixture.BUCKET + "/a";
  private static final String EXPIRING = "expire_some_account_authorization_tokens";
  private static final String BY_NAME = "b2_download_file_by_name";

  @Test
  void an_error_comes_as_often_as_ordered(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      fixture.fault(
          """
          {"call":"b2_upload_file","nth":2,"times":2,"status":503,"code":"service_unavailable",
           "retry_after":7}\
          """);

      Fixture.Answer first = session.upload(bucketId, "a", CONTENT);
      Fixture.Answer second = session.upload(bucketId, "b", CONTENT);
      Fixture.Answer third = session.upload(bucketId, "c", CONTENT);
      Fixture.Answer fourth = session.upload(bucketId, "d", CONTENT);

      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("service_unavailable");
      assertThat(second.header("Retry-After")).isEqualTo("7");
      assertThat(third.status()).isEqualTo(503);
      assertThat(fourth.status()).isEqualTo(200);
    }
  }

  @Test
  void an_error_after_some_bytes_of_an_upload_leaves_nothing(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      add(fixture, FaultRule.error("b2_upload_file", 500, "internal_error").afterBytes(4));

      Fixture.Answer answer = session.upload(fixture.bucketId(), "a", CONTENT);

      assertThat(answer.status()).isEqualTo(500);
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void a_reset_closes_the_connection_before_the_answer(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      // The client of the JDK repeats a GET by itself.
      add(fixture, FaultRule.of(BY_NAME, FaultAction.RESET).times(100));

      assertThatThrownBy(() -> download(fixture, session)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_reset_in_the_middle_of_an_upload_leaves_nothing(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      add(fixture, FaultRule.of("b2_upload_file", FaultAction.RESET).afterBytes(5));

      assertThatThrownBy(() -> fixture.trySend(session.uploadRequest(url, "a", CONTENT)))
          .isInstanceOf(IOException.class);
      assertThat(session.upload(fixture.bucketId(), "b", CONTENT).status()).isEqualTo(200);
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await())
          .extracting(StoredObject::name)
          .containsExactly("b");
    }
  }

  @ParameterizedTest
  @CsvSource({"TRUNCATE", "RESET"})
  void a_download_that_breaks_off_has_announced_its_whole_length(
      FaultAction action, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      add(fixture, FaultRule.of(BY_NAME, action).afterBytes(4));

      assertThatThrownBy(() -> download(fixture, session))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("10");
      assertThat(lastRequest(fixture).bytesSent()).isEqualTo(4);
    }
  }

  @Test
  void a_stalled_call_is_never_answered(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      add(fixture, FaultRule.of(BY_NAME, FaultAction.STALL));

      assertThatThrownBy(
              () ->
                  fixture.trySend(
                      fixture
                          .request(PATH)
                          .header("Authorization", session.token())
                          .timeout(Duration.ofSeconds(3))))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(lastRequest(fixture).status()).isZero();
    }
  }

  @Test
  void an_upload_that_stalls_is_forgotten_when_the_client_gives_up(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      add(fixture, FaultRule.of("b2_upload_file", FaultAction.STALL).afterBytes(3));

      assertThatThrownBy(
              () ->
                  fixture.trySend(
                      session.uploadRequest(url, "a", CONTENT).timeout(Duration.ofSeconds(3))))
          .isInstanceOf(HttpTimeoutException.class);
      Fixture.Answer again = fixture.sendWhileBusy(session.uploadRequest(url, "b", CONTENT));

      assertThat(again.status()).isEqualTo(200);
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void a_corrupt_download_differs_in_one_byte(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      add(fixture, FaultRule.of(BY_NAME, FaultAction.CORRUPT).afterBytes(3));

      byte[] expected = CONTENT.clone();
      expected[3] ^= 0x20;
      assertThat(download(fixture, session).body()).isEqualTo(expected);
    }
  }

  @Test
  void a_corrupt_upload_does_not_match_its_sha1(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      add(fixture, FaultRule.of("b2_upload_file", FaultAction.CORRUPT));

      assertThat(session.upload(fixture.bucketId(), "a", CONTENT).json().getString("message"))
          .isEqualTo("Checksum did not match data received");
    }
  }

  @Test
  void a_slow_download_takes_its_time(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      add(fixture, FaultRule.of(BY_NAME, FaultAction.SLOW).bytesPerSecond(50));

      long start = System.nanoTime();
      download(fixture, session);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }
  }

  @Test
  void a_delay_comes_before_the_call(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      fixture.fault("{\"call\":\"*\",\"delay_ms\":150}");

      long start = System.nanoTime();
      download(fixture, session);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(145));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"times\":1}|\"call\" is missing",
        "{\"call\":\"x\"}|does nothing",
        "{\"call\":\"x\",\"status\":200}|from 400 to 599",
        "{\"call\":\"x\",\"action\":\"explode\"}|\"explode\" is not known; known are error, delay",
        "{\"call\":\"x\",\"status\":500,\"tmes\":2}|\"tmes\" is not known",
        "{\"call\":\"x\",\"status\":500,\"times\":0}|from 1 to",
        "{\"call\":\"x\",\"status\":500,\"at\":\"end\"}|must be call, or answer",
        "[]|JSON object",
        "{|JSON object",
      })
  void a_rule_that_makes_no_sense_is_refused_with_the_reason(
      String rule, String reason, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer = fixture.fault(rule);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().getString("message")).contains(reason);
    }
  }

  @Test
  void rules_are_listed_with_their_count_and_forgotten(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      fixture.fault("{\"call\":\"%s\",\"times\":2,\"status\":500}".formatted(BY_NAME));
      download(fixture, session);
      JsonObject rule =
          fixture
              .send(fixture.request("/_emulator/faults"))
              .json()
              .getJsonArray("faults")
              .getJsonObject(0);
      fixture.send(fixture.request("/_emulator/faults").DELETE());

      assertThat(rule.getInteger("fired")).isEqualTo(1);
      assertThat(rule.getInteger("remaining")).isEqualTo(1);
      assertThat(download(fixture, session).status()).isEqualTo(200);
    }
  }

  @Test
  void requests_are_logged_in_order_without_credentials(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      fixture.emulator.faults().clearRequests().await();
      Fixture.Session session = fixture.master();
      session.upload(fixture.bucketId(), "a", CONTENT);

      Fixture.Answer log = fixture.send(fixture.request("/_emulator/requests"));

      assertThat(log.json().getJsonArray("requests"))
          .extracting(entry -> ((JsonObject) entry).getString("call"))
          .containsExactly(
              "b2_authorize_account",
              "b2_authorize_account",
              "b2_list_buckets",
              "b2_get_upload_url",
              "b2_upload_file");
      assertThat(log.json().getJsonArray("requests").getJsonObject(4).getLong("bytes_received"))
          .isEqualTo(10);
      assertThat(log.text())
          .doesNotContain(fixture.emulator.applicationKey())
          .doesNotContain(session.token());
    }
  }

  @Test
  void a_client_in_test_mode_has_some_uploads_fail(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      HttpRequest.Builder request =
          session
              .uploadRequest(session.uploadUrl(fixture.bucketId()), "a", CONTENT)
              .header("X-Bz-Test-Mode", "fail_some_uploads");

      assertThat(fixture.send(request).status()).isEqualTo(503);
      assertThat(fixture.send(request).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"RESET", "STALL", "TRUNCATE"})
  void an_upload_whose_answer_is_lost_is_stored(FaultAction action, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      add(fixture, FaultRule.of("b2_upload_file", action).ofTheAnswer());

      assertThatThrownBy(
              () ->
                  fixture.trySend(
                      session.uploadRequest(url, "a", CONTENT).timeout(Duration.ofSeconds(4))))
          .isInstanceOf(IOException.class);

      assertThat(names(fixture)).containsExactly("a");
      assertThat(lastRequest(fixture).bytesReceived()).isEqualTo(CONTENT.length);
      assertThat(lastRequest(fixture).fault()).isEqualTo(action.text());
    }
  }

  @ParameterizedTest
  @CsvSource({"500, internal_error", "503, service_unavailable", "408, request_timeout"})
  void an_upload_that_is_answered_with_an_error_may_be_stored(
      int status, String code, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      add(fixture, FaultRule.error("b2_upload_file", status, code).ofTheAnswer());

      Fixture.Answer answer = session.upload(fixture.bucketId(), "a", CONTENT);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(names(fixture)).containsExactly("a");
      assertThat(session.upload(fixture.bucketId(), "b", CONTENT).status()).isEqualTo(200);
    }
  }

  @Test
  void a_part_and_a_finish_whose_answers_are_lost_are_done(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "large");
      add(fixture, FaultRule.error("b2_upload_part", 503, "service_unavailable").ofTheAnswer());
      add(fixture, FaultRule.of("b2_finish_large_file", FaultAction.RESET).ofTheAnswer());

      assertThat(session.uploadPart(fileId, 1, CONTENT).status()).isEqualTo(503);
      JsonObject parts =
          session.call("b2_list_parts", new JsonObject().put("fileId", fileId)).json();
      assertThatThrownBy(() -> session.finishLarge(fileId, List.of(Fixture.sha1(CONTENT))))
          .hasCauseInstanceOf(IOException.class);

      assertThat(parts.getJsonArray("parts")).hasSize(1);
      assertThat(names(fixture)).containsExactly("large");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "b2_start_large_file",
    "b2_hide_file",
    "b2_delete_file_version",
    "b2_cancel_large_file",
    "b2_create_bucket"
  })
  void a_call_whose_answer_is_lost_has_done_its_work(String call, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      String bucketId = fixture.bucketId();
      String unfinished = session.startLarge(bucketId, "unfinished");
      StoredObject file = fixture.emulator.objects(Fixture.BUCKET).await().get(0);
      JsonObject params =
          new JsonObject()
              .put("accountId", fixture.emulator.accountId())
              .put("bucketId", bucketId)
              .put("fileName", file.name())
              .put("contentType", "text/plain")
              .put("bucketName", "another")
              .put("bucketType", "allPrivate")
              .put("fileId", call.contains("large") ? unfinished : file.fileId());
      add(fixture, FaultRule.error(call, 500, "internal_error").ofTheAnswer());
      String before = state(fixture);

      assertThat(session.call(call, params).status()).isEqualTo(500);

      assertThat(state(fixture)).isNotEqualTo(before);
    }
  }

  private static String state(Fixture fixture) {
    return fixture.emulator.objects(Fixture.BUCKET).await()
        + " "
        + fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()
        + " "
        + fixture
            .master()
            .call(
                "b2_list_buckets", new JsonObject().put("accountId", fixture.emulator.accountId()))
            .json();
  }

  @Test
  void a_late_answer_comes_after_the_work(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      add(
          fixture,
          FaultRule.of("b2_upload_file", FaultAction.DELAY)
              .delay(Duration.ofHours(1))
              .ofTheAnswer());

      assertThatThrownBy(
              () ->
                  fixture.trySend(
                      session.uploadRequest(url, "a", CONTENT).timeout(Duration.ofSeconds(4))))
          .isInstanceOf(HttpTimeoutException.class);

      assertThat(names(fixture)).containsExactly("a");
    }
  }

  private static List<String> names(Fixture fixture) {
    return fixture.emulator.objects(Fixture.BUCKET).await().stream()
        .map(StoredObject::name)
        .toList();
  }

  @Test
  void a_client_in_test_mode_has_some_tokens_run_out(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();

      assertThat(inTestMode(fixture, session, bucketId, EXPIRING).code())
          .isEqualTo("expired_auth_token");
      assertThat(inTestMode(fixture, fixture.master(), bucketId, EXPIRING).status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_in_test_mode_has_used_up_its_cap(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = stored(fixture);
      String bucketId = fixture.bucketId();
      String mode = "force_cap_exceeded";
      HttpRequest.Builder upload =
          session
              .uploadRequest(session.uploadUrl(bucketId), "a", CONTENT)
              .header("X-Bz-Test-Mode", mode);
      HttpRequest.Builder download =
          fixture
              .request(PATH)
              .header("Authorization", session.token())
              .header("X-Bz-Test-Mode", mode);

      assertThat(
              List.of(
                  fixture.send(upload),
                  fixture.send(download),
                  inTestMode(fixture, session, bucketId, mode)))
          .allSatisfy(it -> assertThat(it.status()).isEqualTo(403))
          .allSatisfy(it -> assertThat(it.code()).isEqualTo("cap_exceeded"));
      assertThat(download(fixture, session).status()).isEqualTo(200);
    }
  }

  private static Fixture.Answer inTestMode(
      Fixture fixture, Fixture.Session session, String bucketId, String mode) {
    return fixture.send(
        fixture
            .request("/b2api/v2/b2_get_upload_url?bucketId=" + bucketId)
            .header("Authorization", session.token())
            .header("X-Bz-Test-Mode", mode));
  }

  private static void add(Fixture fixture, FaultRule rule) {
    fixture.emulator.faults().add(rule).await();
  }

  private static Fixture.Answer download(Fixture fixture, Fixture.Session session)
      throws IOException {
    return fixture.trySend(fixture.request(PATH).header("Authorization", session.token()));
  }

  private static LoggedRequest lastRequest(Fixture fixture) {
    var requests = fixture.emulator.requests().await();
    return requests.get(requests.size() - 1);
  }

  private static Fixture.Session stored(Fixture fixture) {
    Fixture.Session session = fixture.master();
    session.upload(fixture.bucketId(), "a", CONTENT);
    return session;
  }
}
