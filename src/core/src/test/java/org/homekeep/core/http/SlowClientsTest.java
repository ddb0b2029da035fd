package org.homekeep.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.homekeep.checks.Patience;
import org.homekeep.core.auth.Access;
import org.homekeep.core.fixture.ManualTimers;
import org.homekeep.core.runtime.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time on purpose, and the time turned by the test. */
class SlowClientsTest {
  private static final int MOST_CONNECTIONS = 300;

  private static final Worker NONE =
      new Worker() {
        @Override
        public <T> Future<T> run(Callable<T> work) {
          return Future.failedFuture("No worker is needed here.");
        }
      };

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final Promise<HttpServerRequest> arrived = Promise.promise();
  private final IdleConnections idle = new IdleConnections(timers, MOST_CONNECTIONS);
  private HttpServer server;
  private int bodies;
  private int handled;
  private int handledBeforeOthers;

  @BeforeEach
  void start() throws Exception {
    BodyReader reader = new BodyReader(timers, NONE);
    server =
        vertx
            .createHttpServer(HubHttpServer.serverOptions("127.0.0.1", 0))
            .connectionHandler(idle::opened)
            .requestHandler(
                request -> {
                  idle.began(request);
                  answer(request, reader);
                });
    Promise<HttpServer> listening = Promise.promise();
    context.runOnContext(v -> server.listen().onComplete(listening));
    listening.future().await(30, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request, BodyReader reader) {
    switch (request.path()) {
      case "/socket" ->
          request
              .toWebSocket()
              .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
      case "/body" -> {
        bodies++;
        reader
            .json(request, Access.PUBLIC, Future::succeededFuture)
            .onFailure(
                refused ->
                    request
                        .response()
                        .setStatusCode(refused instanceof HttpException http ? http.status() : 500)
                        .end());
        arrived.tryComplete(request);
      }
      case "/turn" -> {
        if (handled++ == 0) {
          context.runOnContext(v -> handledBeforeOthers = handled);
        }
        request.response().end();
      }
      default -> request.response().setStatusCode(404).end();
    }
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void asking_for_a_websocket_where_there_is_none_keeps_no_connection_open() throws Exception {
    try (Socket client = connect("/nothing", "Upgrade: websocket\r\nConnection: Upgrade\r\n")) {
      assertThat(client.getInputStream().readNBytes(12)).asString().endsWith("404");
      pass(Duration.ofMinutes(2));
      assertThat(client.getInputStream().readAllBytes()).asString().contains("\r\n\r\n");
    }
  }

  @Test
  void a_header_that_comes_byte_by_byte_keeps_no_connection_open() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      client.setSoTimeout(30_000);
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h".getBytes(StandardCharsets.US_ASCII));
      await(() -> idle.open() == 1);
      for (int i = 0; i < 2; i++) {
        client.getOutputStream().write('u');
        pass(Duration.ofSeconds(30));
      }
      // A byte that the server had not read would end the connection with a reset.
      pass(Duration.ofSeconds(30));
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void of_too_many_connections_the_oldest_that_asks_for_nothing_gives_way() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      Socket busy = connect("/body", "Content-Length: 60000\r\n");
      clients.add(busy);
      arrived.future().await(30, TimeUnit.SECONDS);
      for (int i = 1; i < MOST_CONNECTIONS; i++) {
        clients.add(silent());
        int open = i + 1;
        await(() -> idle.open() == open);
      }
      Socket newcomer = connect("/nothing", "");
      clients.add(newcomer);
      assertThat(newcomer.getInputStream().readNBytes(12)).asString().endsWith("404");
      assertThat(clients.get(1).getInputStream().readAllBytes()).as("the oldest").isEmpty();
      assertThat(busy.getInputStream().available()).as("one that waits for its answer").isZero();
      await(() -> idle.open() == MOST_CONNECTIONS);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void requests_of_strangers_that_do_not_end_keep_no_newcomer_away() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_CONNECTIONS; i++) {
        clients.add(connect("/body", "Content-Length: 10\r\n"));
        int open = i + 1;
        await(() -> idle.open() == open && bodies == open);
      }
      Socket newcomer = connect("/nothing", "");
      clients.add(newcomer);
      assertThat(newcomer.getInputStream().readNBytes(12)).asString().endsWith("404");
      assertThat(clients.get(0).getInputStream().readNBytes(12)).asString().endsWith("503");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void heads_of_requests_that_do_not_end_fill_no_memory() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Socket client = silent();
        clients.add(client);
        client
            .getOutputStream()
            .write(
                ("GET /nothing HTTP/1.1\r\nHost: hub\r\n" + "X-Padding: 012345678\r\n".repeat(1800))
                    .getBytes(StandardCharsets.US_ASCII));
      }
      Socket newcomer = connect("/nothing", "");
      clients.add(newcomer);
      assertThat(newcomer.getInputStream().readNBytes(12)).asString().endsWith("404");
      await(() -> idle.open() < 40);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void after_some_requests_that_were_sent_at_once_others_have_their_turn() throws Exception {
    String request = "GET /turn HTTP/1.1\r\nHost: hub\r\n\r\n";
    int many = 6000;
    try (Socket client = silent()) {
      client.getOutputStream().write(request.repeat(many).getBytes(StandardCharsets.US_ASCII));
      await(() -> handled == many);
      assertThat(onContext(() -> handledBeforeOthers)).isLessThan(many / 2);
    }
  }

  private Socket silent() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    client.setSoTimeout(30_000);
    return client;
  }

  /** Asks on the server's own context, again and again. */
  private void await(Callable<Boolean> condition) {
    Patience.await(() -> onContext(condition));
  }

  @Test
  void a_websocket_may_be_silent() throws Exception {
    try (Socket client =
        connect(
            "/socket",
            """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            """)) {
      assertThat(client.getInputStream().readNBytes(12)).asString().endsWith("101");
      pass(Duration.ofMinutes(10));
      client.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});
      StringBuilder rest = new StringBuilder();
      while (rest.indexOf("x") < 0) {
        int next = client.getInputStream().read();
        assertThat(next).as("the echo, and not the end, after: %s", rest).isNotNegative();
        rest.append((char) next);
      }
    }
  }

  @Test
  void the_body_of_a_stranger_does_not_trickle_for_ever() throws Exception {
    try (Socket client = connect("/body", "Content-Length: 60000\r\n")) {
      HttpServerRequest request = arrived.future().await(30, TimeUnit.SECONDS);
      for (int i = 1; i <= 2; i++) {
        client.getOutputStream().write('x');
        int sent = i;
        Patience.await(() -> onContext(request::bytesRead) >= sent);
        pass(Duration.ofSeconds(30));
      }
      assertThat(client.getInputStream().readNBytes(12)).asString().endsWith("408");
    }
  }

  @Test
  void bodies_of_strangers_that_do_not_end_give_way_to_newer_ones() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) {
        Socket client = connect("/body", "Content-Length: 60001\r\n");
        clients.add(client);
        client.getOutputStream().write(new byte[60_000]);
      }
      assertThat(clients.get(0).getInputStream().readNBytes(12)).asString().endsWith("503");
      assertThat(clients.get(79).getInputStream().available()).isZero();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private Socket connect(String path, String headers) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    client.setSoTimeout(30_000);
    client
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: hub\r\n%s\r\n"
                .formatted(path, headers)
                .getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  /** On the server's own context, as all timers are. */
  private void pass(Duration time) throws Exception {
    onContext(
        () -> {
          timers.advance(time);
          return true;
        });
  }

  private <T> T onContext(Callable<T> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            done.complete(action.call());
          } catch (Exception failed) {
            done.fail(failed);
          }
        });
    return done.future().await(30, TimeUnit.SECONDS);
  }
}
