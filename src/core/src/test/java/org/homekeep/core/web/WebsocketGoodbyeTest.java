package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a hub that stops, and says goodbye to them. */
class WebsocketGoodbyeTest {
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  @TempDir private Path directory;
  private WebHub hub;
  private String token;

  @BeforeEach
  void start() throws IOException {
    hub = new WebHub(directory);
    hub.onboard();
    token = hub.tokenOf("Ada");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private RawWebsocket client() throws IOException {
    return RawWebsocket.connect(hub.port, token);
  }

  private Future<Void> goodbye(Duration patience) {
    return hub.now(() -> hub.sayGoodbye(patience));
  }

  private static void requireGoodbye(RawWebsocket client) throws IOException {
    RawWebsocket.Frame frame = client.read();
    assertThat(frame.kind()).isEqualTo(RawWebsocket.CLOSE);
    assertThat(frame.code()).isEqualTo(1000);
  }

  private static void answer(RawWebsocket client) throws IOException {
    client.send(RawWebsocket.CLOSE, new byte[] {0x03, (byte) 0xe8});
  }

  private static void requireEnd(RawWebsocket client) {
    assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
  }

  @Test
  void the_hub_closes_the_connection_as_soon_as_the_client_has_answered() throws Exception {
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    try (RawWebsocket silent = client();
        RawWebsocket polite = client()) {
      goodbye(FOR_EVER);
      requireGoodbye(silent);
      requireGoodbye(polite);
      Thread watch =
          new Thread(
              () -> {
                requireEnd(silent);
                gone.add("silent");
              });
      watch.start();

      answer(polite);
      requireEnd(polite);
      gone.add("polite");

      watch.join();
      assertThat(gone.poll(30, TimeUnit.SECONDS)).isEqualTo("polite");
    }
  }

  @Test
  void what_was_on_its_way_does_not_hide_the_answer() throws Exception {
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    try (RawWebsocket silent = client();
        RawWebsocket polite = client()) {
      goodbye(FOR_EVER);
      requireGoodbye(silent);
      Thread watch =
          new Thread(
              () -> {
                requireEnd(silent);
                gone.add("silent");
              });
      watch.start();

      for (int id = 1; id <= 100; id++) {
        polite.send(
            RawWebsocket.TEXT,
            "{\"id\":%d,\"type\":\"ping\"}".formatted(id).getBytes(StandardCharsets.UTF_8));
      }
      answer(polite);
      requireGoodbye(polite);
      requireEnd(polite);
      gone.add("polite");

      watch.join();
      assertThat(gone.poll(30, TimeUnit.SECONDS)).isEqualTo("polite");
    }
  }

  @Test
  void when_all_have_answered_the_hub_waits_no_longer() throws Exception {
    try (RawWebsocket one = client();
        RawWebsocket other = client()) {
      Future<Void> gone = goodbye(FOR_EVER);
      for (RawWebsocket client : new RawWebsocket[] {one, other}) {
        requireGoodbye(client);
        answer(client);
      }

      WebHub.await(gone);
    }
  }

  @Test
  void who_does_not_answer_in_time_is_cut_off() throws Exception {
    try (RawWebsocket silent = client()) {
      Future<Void> gone = goodbye(Duration.ofMillis(1));

      requireGoodbye(silent);
      requireEnd(silent);
      WebHub.await(gone);
    }
  }

  @Test
  void a_hub_without_clients_waits_for_nobody() {
    WebHub.await(goodbye(FOR_EVER));
  }
}
