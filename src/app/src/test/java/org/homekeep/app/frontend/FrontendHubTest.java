package org.homekeep.app.frontend;

import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new hub that shows Home Assistant's frontend, with a B2 beside it, and what the page does. */
abstract class FrontendHubTest {
  static final String BUCKET = "home-of-ada";
  static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  static final String LOCAL = "backup.local";
  private static final List<String> READ_AND_WRITE =
      List.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles");

  final Vertx vertx = WatchedVertx.create();
  Path config;
  Path data;
  B2Emulator b2;
  TestHub hub;

  @BeforeEach
  void startHub(@TempDir Path directory) throws Exception {
    config = directory.resolve("config");
    data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "name: Home");
    b2 =
        await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .partSizes(1_000, 100_000)
                    .firstBucket(BUCKET)));
    beforeTheHub();
    hub =
        TestHub.start(
            config,
            data,
            Map.of("backblaze_b2.service_url", b2.url(), "backblaze_b2.list_cache_ttl", "PT0.001S"),
            FrontendDirectory.open(BuiltFrontend.in(directory)));
  }

  /** What lies on the disk when the hub starts. */
  void beforeTheHub() throws Exception {}

  @AfterEach
  void stopHub() {
    hub.close();
    await(b2.close());
    await(vertx.close());
  }

  String origin() {
    return "http://127.0.0.1:" + hub.port();
  }

  String clientId() {
    return origin() + "/";
  }

  HttpApiClient anonymous() {
    return HttpApiClient.anonymous(hub.port());
  }

  /** The tokens that a page gets for a code. */
  JsonObject tokens(String code) {
    return anonymous()
        .postParts(
            "/auth/token",
            Map.of("grant_type", "authorization_code", "code", code, "client_id", clientId()))
        .json();
  }

  /** Makes the owner as the onboarding does; the code for her tokens. */
  String owner() {
    return anonymous()
        .postText(
            "/api/onboarding/users",
            new JsonObject()
                .put("client_id", clientId())
                .put("name", "Ada")
                .put("username", "ada")
                .put("password", "correct horse")
                .put("language", "en"))
        .json()
        .getString("auth_code");
  }

  /** A page of the owner, who has just been made. */
  OpenPage page() {
    return OpenPage.of(vertx, hub.port(), tokens(owner()).getString("access_token"));
  }

  /** An archive of a home called "Before", with the key. */
  Path archiveOfAnotherHub(Path directory) throws IOException {
    Path home = Files.createDirectories(directory.resolve("data"));
    Files.writeString(home.resolve("configuration.yaml"), "name: Before");
    try (TestHub other = TestHub.start(directory.resolve("config"), home, Map.of())) {
      String token = HubSession.first(other.port()).token();
      try (OpenPage page = OpenPage.of(vertx, other.port(), token)) {
        int events = page.subscribe("backup/subscribe_events");
        page.socket().eventsUntil(events, FrontendHubTest::isIdle);
        page.call(
            "backup/generate",
            new JsonObject()
                .put("agent_ids", array(LOCAL))
                .put("name", "Before")
                .put("password", KEY));
        page.socket().eventsUntil(events, FrontendHubTest::isIdle);
      }
    }
    try (Stream<Path> files = Files.list(directory.resolve("config/backups"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
    }
  }

  ApplicationKey key() {
    return await(b2.createKey(READ_AND_WRITE, List.of(BUCKET), Optional.empty(), Optional.empty()));
  }

  static JsonObject input(ApplicationKey key) {
    return new JsonObject()
        .put("key_id", key.keyId())
        .put("application_key", key.applicationKey())
        .put("bucket", BUCKET);
  }

  /** Sends what the page sends when it is opened, and reads all answers. */
  static void boot(OpenPage page) {
    page.subscribe("subscribe_entities");
    for (String type : List.of("component_loaded", "core_config_updated", "panels_updated")) {
      page.listen(type);
    }
    page.call("get_config");
    page.call("get_services");
    page.call("get_panels");
    page.call("auth/current_user");
  }

  static JsonArray array(String... values) {
    return new JsonArray(List.of(values));
  }

  static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  static boolean isIdle(JsonObject event) {
    return "idle".equals(event.getString("manager_state"));
  }
}
