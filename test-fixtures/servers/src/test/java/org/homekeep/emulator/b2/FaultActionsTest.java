package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exactly goes over the wire when an answer is cut, and what an ordered error says. */
class FaultActionsTest extends EmulatorTest {

  @ParameterizedTest(name = "{0} after {1} bytes leaves {2}")
  @CsvSource({
    "RESET, -1, ''",
    "RESET, 0, head",
    "RESET, 4, head0123",
    "TRUNCATE, 0, head",
    "TRUNCATE, 4, head0123"
  })
  void a_connection_is_closed_before_the_head_after_it_or_in_the_body(
      FaultAction action, int after, String arrived) throws IOException {
    session.upload(fixture.bucketId(), "a", CONTENT);
    FaultRule rule = FaultRule.of("b2_download_file_by_name", action);
    fixture.emulator.faults().add(after < 0 ? rule : rule.afterBytes(after)).await();

    String[] answer = read("/file/%s/a".formatted(Fixture.BUCKET)).split("\r\n\r\n", 2);

    if (arrived.isEmpty()) {
      assertThat(answer[0]).isEmpty();
    } else {
      assertThat(answer[0]).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 10");
      assertThat("head" + answer[1]).isEqualTo(arrived);
    }
  }

  /** All that comes until the server closes the connection. */
  private String read(String path) throws IOException {
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: here\r\nAuthorization: %s\r\n\r\n"
                  .formatted(path, session.token())
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_slow_upload_takes_its_time() {
    JsonObject url = session.uploadUrl(fixture.bucketId());
    fixture
        .emulator
        .faults()
        .add(FaultRule.of("b2_upload_file", FaultAction.SLOW).bytesPerSecond(50))
        .await();

    long start = System.nanoTime();
    Fixture.Answer answer = fixture.send(session.uploadRequest(url, "a", CONTENT));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
  }

  @Test
  void a_slow_answer_drips() throws IOException {
    slow(10);
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write(
              "GET /b2api/v2/b2_list_buckets?accountId=%s HTTP/1.1\r\nHost: here\r\nAuthorization: %s\r\n\r\n"
                  .formatted(fixture.emulator.accountId(), session.token())
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }

      // The whole would take a minute.
      assertThat(head).contains("HTTP/1.1 200");
      assertThat(new String(in.readNBytes(5), StandardCharsets.UTF_8)).startsWith("{");
      assertThat(in.available()).isLessThan(500);
    }
  }

  @Test
  void a_slow_answer_is_whole_in_the_end() {
    JsonObject params = new JsonObject().put("accountId", fixture.emulator.accountId());
    JsonObject quick = session.call("b2_list_buckets", params).json();
    slow(4_000);

    assertThat(session.call("b2_list_buckets", params).json()).isEqualTo(quick);
    assertThat(fixture.emulator.requests().await())
        .filteredOn(request -> request.call().equals("b2_list_buckets"))
        .extracting(LoggedRequest::bytesSent)
        .containsOnly((long) quick.toBuffer().length());
  }

  private void slow(int bytesPerSecond) {
    fixture
        .emulator
        .faults()
        .add(FaultRule.of("b2_list_buckets", FaultAction.SLOW).bytesPerSecond(bytesPerSecond))
        .await();
  }

  @ParameterizedTest
  @CsvSource({"429, too_many_requests", "503, service_unavailable", "408, request_timeout"})
  void an_ordered_error_says_its_words_and_when_to_come_back(int status, String code) {
    fixture.fault(
        "{\"call\":\"b2_list_buckets\",\"status\":%d,\"message\":\"Later.\",\"retry_after\":3}"
            .formatted(status));

    Fixture.Answer answer = session.call("b2_list_buckets", new JsonObject());

    assertThat(answer.json())
        .isEqualTo(
            new JsonObject().put("status", status).put("code", code).put("message", "Later."));
    assertThat(answer.header("Retry-After")).isEqualTo("3");
  }
}
