package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pings of clients, which the hub answers as RFC 6455 §5.5 has it. */
class PingsTest {
  private static final int FLOOD = 120_000;
  private static final int AT_ONCE = 500;

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void a_ping_is_answered_with_what_it_holds_before_and_after_the_login() throws IOException {
    try (RawWebsocket stranger = RawWebsocket.connect(hub.port)) {
      stranger.read();
      assertIsAnswered(stranger, "");
    }
    try (RawWebsocket known = RawWebsocket.connect(hub.port, hub.tokenOf("Olga"))) {
      assertIsAnswered(known, "one");
      assertIsAnswered(known, "two");
    }
  }

  private static void assertIsAnswered(RawWebsocket socket, String content) throws IOException {
    socket.send(RawWebsocket.PING, content.getBytes(StandardCharsets.UTF_8));
    RawWebsocket.Frame pong = socket.read();
    assertThat(pong.kind()).isEqualTo(RawWebsocket.PONG);
    assertThat(pong.text()).isEqualTo(content);
  }

  @Test
  void of_pings_of_a_client_that_does_not_read_the_last_is_answered_and_no_pongs_pile_up()
      throws IOException {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < AT_ONCE; i++) {
      many.writeBytes(RawWebsocket.frame(RawWebsocket.PING, new byte[125]));
    }
    try (RawWebsocket socket = RawWebsocket.connect(hub.port, hub.tokenOf("Olga"))) {
      for (int i = 0; i < FLOOD / AT_ONCE; i++) {
        socket.sendBytes(many.toByteArray());
      }
      socket.send(RawWebsocket.PING, "last".getBytes(StandardCharsets.UTF_8));
      int pongs = 0;
      while (!socket.read().text().equals("last")) {
        pongs++;
      }
      assertThat(pongs).isLessThan(FLOOD);
    }
  }
}
