package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signed addresses, and the store of objects behind them. */
class ObjectStoreTest extends CloudTest {

  @Test
  void an_address_is_good_for_a_minute() {
    JsonObject early = details(CONTENT.length);
    fixture.emulator.advanceClock(Duration.ofSeconds(59)).await();
    JsonObject late = details(CONTENT.length);

    assertThat(fixture.send(session.put(early, CONTENT)).status()).isEqualTo(200);
    fixture.emulator.advanceClock(Duration.ofSeconds(60)).await();

    CloudFixture.Answer refused = fixture.send(session.put(late, CONTENT));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Content-Type")).isEqualTo("application/xml");
    assertThat(refused.text())
        .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  }

  @Test
  void an_address_is_of_the_shape_of_a_signed_one() {
    assertThat(URI.create(details(1).getString("url")).getRawPath())
        .matches("/r2/[0-9a-f-]{36}/backup/0123456789abcdef\\.tar");
    assertThat(details(1).getString("url"))
        .contains("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Expires=60", "X-Amz-Signature=");
  }

  @Test
  void an_address_is_good_for_its_method_alone() {
    session.upload(KEY, CONTENT);
    String upload = details(CONTENT.length).getString("url");
    String download = session.downloadDetails(KEY).json().getString("url");

    assertSignature(fixture.send(fixture.request(upload)));
    assertSignature(
        fixture.send(
            fixture.request(download).PUT(HttpRequest.BodyPublishers.ofByteArray(CONTENT))));
    assertSignature(fixture.send(fixture.request(download).DELETE()));
  }

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef.tar, other.tar",
    "X-Amz-Expires=60, X-Amz-Expires=600",
    "X-Amz-Signature=, X-Amz-Signature=0",
    "&X-Amz-Signature=, &Y="
  })
  void an_address_that_was_changed_is_refused(String from, String to) {
    JsonObject details = details(CONTENT.length);
    details.put("url", details.getString("url").replace(from, to));

    assertSignature(fixture.send(session.put(details, CONTENT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-md5", "x-amz-meta-storage-type", "x-amz-meta-digest"})
  void each_header_that_was_signed_must_be_sent(String header) {
    JsonObject details = details(CONTENT.length);
    details.getJsonObject("headers").remove(header);

    assertSignature(fixture.send(session.put(details, CONTENT)));
  }

  @Test
  void the_length_must_be_the_one_that_was_announced() {
    assertSignature(fixture.send(session.put(details(11), CONTENT)));
  }

  @Test
  void a_body_without_its_length_is_refused() {
    HttpRequest.Builder chunked =
        session
            .put(details(CONTENT.length), CONTENT)
            .PUT(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(CONTENT)));

    CloudFixture.Answer answer = fixture.send(chunked);

    assertThat(answer.status()).isEqualTo(411);
    assertThat(answer.text()).contains("<Code>MissingContentLength</Code>");
  }

  @Test
  void other_bytes_than_announced_leave_the_old_object() {
    session.upload(KEY, CONTENT);
    JsonObject details = details(CONTENT.length);

    CloudFixture.Answer answer = fixture.send(session.put(details, new byte[CONTENT.length]));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("<Code>BadDigest</Code>");
    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
    assertThat(directory.resolve("data").toFile().list()).hasSize(1);
  }

  @Test
  void a_body_that_breaks_off_leaves_the_old_object() {
    session.upload(KEY, CONTENT);
    fixture
        .emulator
        .faults()
        .add(FaultRule.of("object_put", FaultAction.RESET).afterBytes(5))
        .await();

    assertThatThrownBy(() -> fixture.trySend(session.put(details(CONTENT.length), CONTENT)))
        .isInstanceOf(IOException.class);

    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
    assertThat(session.upload(KEY, new byte[7]).status()).isEqualTo(200);
    assertThat(session.download(KEY).body()).hasSize(7);
  }

  @Test
  void a_client_that_goes_leaves_the_old_object_and_no_bytes() throws Exception {
    session.upload(KEY, CONTENT);
    JsonObject details = details(1_000);
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write((head(details, 1_000, "") + "half").getBytes(StandardCharsets.US_ASCII));
      Patience.await(() -> fixture.uploads("uploads_now") == 1);
    }
    Patience.await(() -> fixture.uploads("uploads_now") == 0);

    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void an_upload_that_begins_after_its_client_went_ends() throws Exception {
    JsonObject details = details(1_000);
    fixture
        .emulator
        .faults()
        .add(FaultRule.of("object_put", FaultAction.DELAY).delay(Duration.ofMillis(500)))
        .await();
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write((head(details, 1_000, "") + "half").getBytes(StandardCharsets.US_ASCII));
      Patience.await(
          () ->
              fixture.emulator.requests().await().stream()
                  .anyMatch(it -> it.call().equals("object_put")));
    }

    Patience.await(() -> fixture.uploads("most_uploads") == 1);
    Patience.await(() -> fixture.uploads("uploads_now") == 0);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void whoever_asks_first_is_told_to_send_the_body() throws IOException {
    JsonObject details = details(CONTENT.length);
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write(
              head(details, CONTENT.length, "Expect: 100-continue\r\n")
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
      line(socket);
      socket.getOutputStream().write(CONTENT);
      assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
  void a_refusal_comes_before_the_body(String expect) throws IOException {
    JsonObject details = details(5_000_000);
    fixture.emulator.expireTokens().await();
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write(head(details, 5_000_000, expect).getBytes(StandardCharsets.US_ASCII));

      assertThat(line(socket)).isEqualTo("HTTP/1.1 403 Forbidden");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234",
    "bytes=-3, 206, 789",
    "bytes=8-, 206, 89",
    "bytes=99-, 416, ''"
  })
  void a_range_can_be_read(String range, int status, String content) {
    session.upload(KEY, CONTENT);
    String url = session.downloadDetails(KEY).json().getString("url");

    CloudFixture.Answer answer = fixture.send(fixture.request(url).header("Range", range));

    assertThat(answer.status()).isEqualTo(status);
    if (status == 206) {
      assertThat(answer.text()).isEqualTo(content);
      assertThat(answer.header("Content-Range")).endsWith("/10");
    } else {
      assertThat(answer.text()).contains("<Error>");
    }
  }

  @Test
  void an_object_that_went_meanwhile_is_told_as_such() {
    session.upload(KEY, CONTENT);
    String url = session.downloadDetails(KEY).json().getString("url");
    session.delete(KEY);

    assertThat(fixture.send(fixture.request(url)).text()).contains("<Code>NoSuchKey</Code>");
  }

  @Test
  void names_with_other_letters_work() {
    String name = "küche & co+50%.tar";
    session.upload(name, CONTENT);

    assertThat(session.list(true).getJsonObject(0).getString("Key")).isEqualTo(name);
    assertThat(session.download("k%C3%BCche%20%26%20co%2B50%25.tar").body()).isEqualTo(CONTENT);
  }

  @Test
  void of_two_uploads_at_a_time_the_last_one_to_end_is_kept_whole() {
    byte[] first = new byte[300_000];
    byte[] second = new byte[300_000];
    Arrays.fill(first, (byte) 1);
    Arrays.fill(second, (byte) 2);
    CompletableFuture<CloudFixture.Answer> other =
        CompletableFuture.supplyAsync(
            () -> session.upload(KEY, first), task -> new Thread(task).start());

    CloudFixture.Answer mine = session.upload(KEY, second);

    assertThat(mine.status()).isEqualTo(200);
    assertThat(other.join().status()).isEqualTo(200);
    assertThat(session.download(KEY).body()).isIn(first, second);
    assertThat(directory.resolve("data").toFile().list()).hasSize(1);
  }

  @Test
  void the_store_may_have_a_port_of_its_own(@TempDir Path other) {
    try (CloudFixture two =
        CloudFixture.with(
            CloudEmulatorOptions.in(other).password(CloudFixture.PASSWORD).objectPort(0))) {
      CloudFixture.Session mine = two.session();

      assertThat(mine.upload(KEY, CONTENT).status()).isEqualTo(200);
      assertThat(mine.download(KEY).body()).isEqualTo(CONTENT);
      assertThat(URI.create(mine.downloadDetails(KEY).json().getString("url")).getPort())
          .isNotEqualTo(URI.create(two.emulator.url()).getPort());
    }
  }

  private JsonObject details(long size) {
    return session
        .details(CloudFixture.Session.details(KEY, CloudFixture.md5(CONTENT), size))
        .json();
  }

  private static void assertSignature(CloudFixture.Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  private static String head(JsonObject details, long length, String more) {
    URI url = URI.create(details.getString("url"));
    StringBuilder head =
        new StringBuilder("PUT %s?%s HTTP/1.1\r\n".formatted(url.getRawPath(), url.getRawQuery()));
    head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
    details
        .getJsonObject("headers")
        .forEach(it -> head.append(it.getKey()).append(": ").append(it.getValue()).append("\r\n"));
    return head.append("Content-Length: ")
        .append(length)
        .append("\r\n")
        .append(more)
        .append("\r\n")
        .toString();
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int letter = in.read(); letter != '\n' && letter >= 0; letter = in.read()) {
      line.append((char) letter);
    }
    return line.toString().strip();
  }
}
