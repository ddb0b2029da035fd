package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service that sends its callers elsewhere: neither tokens nor passwords nor archives go there
 * (b2-and-cloud.md §B.4). Elsewhere is another server, or another place of the same one.
 */
class RedirectsTest {
  private static final String LIST = "/v2/files/";
  private static final String SIGNED = "/signed/";
  private static final String ELSEWHERE = "/elsewhere";
  private static final byte[] ARCHIVE = "for you".getBytes(StandardCharsets.UTF_8);
  private static final AgentBackup BACKUP = AgentHome.backup("aaaa0001", ARCHIVE.length);
  private @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> lured = new CopyOnWriteArrayList<>();
  private final AtomicInteger redirects = new AtomicInteger();
  private volatile String turning = "";
  private volatile String target = "";
  private volatile int status;
  private HttpServer service;
  private HttpServer other;

  @BeforeEach
  void start() throws Exception {
    service = server(vertx.createHttpServer().requestHandler(this::serve));
    other =
        server(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      lured.add(told(request));
                      request.response().end("[]");
                    }));
  }

  private static HttpServer server(HttpServer server) throws Exception {
    return server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private static String base(HttpServer server) {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private static String told(HttpServerRequest request) {
    return request.method() + " " + request.uri();
  }

  private void serve(HttpServerRequest request) {
    (request.path().startsWith(ELSEWHERE) ? lured : asked).add(told(request));
    if (request.path().startsWith(turning) && redirects.getAndDecrement() > 0) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Location", target + ELSEWHERE + request.uri())
          .end();
    } else if (request.path().startsWith(LIST)) {
      JsonObject file =
          new JsonObject().put("Key", "a.tar").put("Metadata", AgentBackupJson.write(BACKUP));
      request.response().end(new JsonArray().add(file).encode());
    } else if (request.path().contains("_details")) {
      String address = base(service) + SIGNED + "a.tar?X-Amz-Signature=secret";
      request.response().end(new JsonObject().put("url", address).encode());
    } else if (request.path().startsWith(SIGNED)) {
      request.response().end(new String(ARCHIVE, StandardCharsets.UTF_8));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private AgentHome home() throws Exception {
    return new AgentHome(directory, options -> options, Map.of("api_url", base(service)));
  }

  /** From here on the next of these requests are redirected, this often. */
  private void redirect(int with, String path, String to, int times) {
    status = with;
    turning = path;
    target = to;
    redirects.set(times);
    asked.clear();
  }

  private List<String> places() {
    return List.of(base(other), base(service));
  }

  private static void upload(AgentHome home) throws Exception {
    home.hub.await(home.upload(BACKUP, () -> new ByteArrayInputStream(ARCHIVE)));
  }

  private static byte[] download(AgentHome home) throws Exception {
    byte[][] got = new byte[1][];
    home.hub.await(
        () -> home.agent.downloadBackup(BACKUP.backupId(), in -> got[0] = in.readAllBytes()));
    return got[0];
  }

  private long asked(String request) {
    return asked.stream().filter(each -> each.startsWith(request)).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void the_token_goes_nowhere_else(int with) throws Exception {
    try (AgentHome home = home()) {
      for (String to : places()) {
        redirect(with, LIST, to, 1);
        assertThatThrownBy(home::listed)
            .hasMessage(
                "Failed to list backups: Home Assistant Cloud has trouble (HTTP "
                    + with
                    + "): no reason is given. Try again later.");
        assertThat(asked("GET " + LIST)).isEqualTo(1);

        redirect(with, "/files", to, 1);
        assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup(BACKUP.backupId())))
            .hasMessageStartingWith("Failed to delete backup: ")
            .hasMessageContaining("(HTTP " + with + ")");
        assertThat(asked("DELETE /files")).isEqualTo(1);

        redirect(with, "/files/upload_details", to, 9);
        assertThatThrownBy(() -> upload(home))
            .hasMessageStartingWith("Failed to upload backup: ")
            .hasMessageContaining("(HTTP " + with + ")");
        assertThat(asked("GET /files/upload_details")).isEqualTo(5);
        assertThat(asked("PUT ")).isZero();

        redirect(with, "/files/download_details", to, 1);
        assertThat(download(home)).isEqualTo(ARCHIVE);
        assertThat(asked("GET /files/download_details")).isEqualTo(2);
      }
    }
    assertThat(lured).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void an_archive_goes_nowhere_else(int with) throws Exception {
    try (AgentHome home = home()) {
      for (String to : places()) {
        redirect(with, SIGNED, to, 9);
        assertThatThrownBy(() -> upload(home))
            .hasMessageStartingWith("Failed to upload backup: ")
            .hasMessageContaining("Failed to upload: (" + with + ")");
        assertThat(asked("PUT " + SIGNED)).isEqualTo(5);
      }
    }
    assertThat(lured).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void an_archive_comes_from_nowhere_else(int with) throws Exception {
    try (AgentHome home = home()) {
      for (String to : places()) {
        redirect(with, SIGNED, to, 1);
        assertThat(download(home)).isEqualTo(ARCHIVE);
        assertThat(asked("GET " + SIGNED)).isEqualTo(2);

        redirect(with, SIGNED, to, 1);
        assertThatThrownBy(() -> home.hub.await(() -> home.agent.storedBytes(BACKUP.backupId())))
            .hasMessageStartingWith("Failed to get backup: ")
            .hasMessageContaining("Failed to download: (" + with + ")");
      }
    }
    assertThat(lured).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307})
  void where_calls_go_is_not_told_elsewhere(int with) throws Exception {
    redirect(with, "/.well-known/", base(other), 9);

    try (AgentHome home = home()) {
      assertThat(home.listed()).containsExactly(BACKUP.backupId());
    }

    assertThat(asked("GET /.well-known/service-discovery")).isEqualTo(1);
    assertThat(lured).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void no_password_goes_elsewhere(int with) {
    try (CloudHub home = CloudHub.in(directory, Map.of("cloud.identity_url", base(service)))) {
      for (String to : places()) {
        redirect(with, "/", to, 9);
        JsonObject account =
            new JsonObject().put("email", "new@example.org").put("password", "secret99");
        HttpApiClient.Answer login = home.ada.http().post("/api/cloud/login", account);
        HttpApiClient.Answer registration = home.ada.http().post("/api/cloud/register", account);

        for (HttpApiClient.Answer answer : List.of(login, registration)) {
          assertThat(answer.status()).isEqualTo(502);
          assertThat(answer.json())
              .isEqualTo(
                  new JsonObject()
                      .put("message", IdentityFailure.UNREACHABLE.sentence())
                      .put("code", "timeouterror"));
        }
        assertThat(asked).containsExactly("POST /", "POST /");
      }
    }
    assertThat(lured).isEmpty();
  }
}
