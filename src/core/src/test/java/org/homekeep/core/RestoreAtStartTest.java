package org.homekeep.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes while a backup is restored at the start is told so. */
class RestoreAtStartTest {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = WatchedVertx.create();
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch allowed = new CountDownLatch(1);
  private final AtomicBoolean done = new AtomicBoolean();
  private final HttpClient client = HttpClient.newHttpClient();
  private WorkerExecutor worker;
  private int port;

  @BeforeEach
  void findPort() throws Exception {
    worker = vertx.createSharedWorkerExecutor("restore", 1, 1, TimeUnit.HOURS);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void close() throws Exception {
    allowed.countDown();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private void restore() throws IOException {
    working.countDown();
    try {
      allowed.await();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
    done.set(true);
  }

  private Future<Void> begin(RestoreAtStart.Restore restore) throws Exception {
    Promise<Void> end = Promise.promise();
    vertx.runOnContext(
        v -> new RestoreAtStart(vertx, worker, restore).run(HOST, port).onComplete(end));
    assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
    return end.future();
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return send(HttpRequest.newBuilder().header("Accept", accept), path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    return client.send(
        request.uri(URI.create("http://%s:%d%s".formatted(HOST, port, path))).build(),
        BodyHandlers.ofString());
  }

  @Test
  void a_browser_gets_a_page_that_says_what_goes_on_and_comes_back_by_itself() throws Exception {
    Future<Void> end = begin(progress -> restore());

    for (String path : new String[] {"/", "/config/backup", "/setup/token"}) {
      HttpResponse<String> page = get(path, "text/html,*/*;q=0.8");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.headers().firstValue("Retry-After")).contains("5");
      assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; style-src 'sha256-");
      assertThat(page.body())
          .contains("<h1>Restoring your backup</h1>")
          .contains("Looking at the backup. That can take many minutes. Do not switch");
    }
    allowed.countDown();
    end.await(60, TimeUnit.SECONDS);
  }

  @Test
  void programs_get_503_with_a_sentence_at_every_path() throws Exception {
    Future<Void> end = begin(progress -> restore());

    for (String path : new String[] {"/api/", "/api/onboarding", "/api/backup/upload", "/"}) {
      HttpResponse<String> answer = get(path, "application/json");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(new JsonObject(answer.body()).getString("message"))
          .startsWith("Homekeep is restoring a backup. Looking at the backup.");
    }
    HttpResponse<String> token =
        send(HttpRequest.newBuilder().POST(BodyPublishers.ofString("grant_type=x")), "/auth/token");
    assertThat(token.statusCode()).isEqualTo(503);
    JsonObject told = new JsonObject(token.body());
    assertThat(told.fieldNames()).containsExactlyInAnyOrder("message", "restore");
    assertThat(told.getJsonObject("restore"))
        .isEqualTo(
            new JsonObject().put("step", "looking").put("read_bytes", 0).put("total_bytes", 0));
    assertThat(get("/api/", "text/html").headers().firstValue("Content-Type"))
        .contains("application/json");
    allowed.countDown();
    end.await(60, TimeUnit.SECONDS);
  }

  @Test
  void a_websocket_is_refused() throws Exception {
    Future<Void> end = begin(progress -> restore());

    var refused =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://%s:%d/api/websocket".formatted(HOST, port)),
                new java.net.http.WebSocket.Listener() {});

    assertThatThrownBy(() -> refused.get(60, TimeUnit.SECONDS))
        .hasRootCauseMessage("Unexpected HTTP response status code 503");
    allowed.countDown();
    end.await(60, TimeUnit.SECONDS);
  }

  @Test
  void who_never_ends_a_request_keeps_nobody_out() throws Exception {
    Future<Void> end = begin(progress -> restore());
    List<Socket> dripping = new ArrayList<>();
    try {
      for (int i = 0; i < 256; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        dripping.add(client);
      }

      assertThat(get("/api/", "application/json").statusCode()).isEqualTo(503);
    } finally {
      for (Socket client : dripping) {
        client.close();
      }
    }
    allowed.countDown();
    end.await(60, TimeUnit.SECONDS);
  }

  @Test
  void the_port_is_free_when_the_restore_is_over() throws Exception {
    Future<Void> end = begin(progress -> restore());
    allowed.countDown();
    end.await(60, TimeUnit.SECONDS);

    assertThat(done).isTrue();
    assertThatThrownBy(() -> get("/", "text/html")).isInstanceOf(ConnectException.class);
  }

  @Test
  void the_port_is_free_when_the_restore_fails_too() throws Exception {
    Future<Void> end =
        begin(
            progress -> {
              restore();
              throw new IOException("The disk is gone.");
            });
    allowed.countDown();

    assertThatThrownBy(() -> end.await(60, TimeUnit.SECONDS)).hasMessage("The disk is gone.");
    assertThatThrownBy(() -> get("/", "text/html")).isInstanceOf(ConnectException.class);
  }

  @Test
  void a_restore_whose_port_cannot_be_opened_goes_on() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      Future<Void> end = begin(progress -> restore());
      allowed.countDown();
      end.await(60, TimeUnit.SECONDS);
    }

    assertThat(done).isTrue();
  }
}
