package org.homekeep.app.story;

import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub, a B2 beside it, and a person who uses the one through HTTP and websocket. */
abstract class BackblazeHubTest {
  static final String BUCKET = "home-of-ada";
  private static final String DOMAIN = "backblaze_b2";
  private static final List<String> READ_AND_WRITE =
      List.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles");

  final Vertx vertx = WatchedVertx.create();
  B2Emulator b2;
  TestHub hub;
  HubSession ada;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    b2 =
        await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .partSizes(1_000, 100_000)
                    .firstBucket(BUCKET)));
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "name: Home");
    hub =
        TestHub.start(
            directory.resolve("config"),
            data,
            Map.of(
                "backblaze_b2.service_url", b2.url(), "backblaze_b2.list_cache_ttl", "PT0.001S"));
    ada = HubSession.first(hub.port());
  }

  @AfterEach
  void stop() {
    hub.close();
    await(b2.close());
    await(vertx.close());
  }

  /** A key as the console makes it: read and write, for these buckets. */
  ApplicationKey key(String... buckets) {
    return await(
        b2.createKey(READ_AND_WRITE, List.of(buckets), Optional.empty(), Optional.empty()));
  }

  static JsonObject input(ApplicationKey key, String bucket, String prefix) {
    return input(key).put("bucket", bucket).put("prefix", prefix);
  }

  static JsonObject input(ApplicationKey key) {
    return new JsonObject().put("key_id", key.keyId()).put("application_key", key.applicationKey());
  }

  JsonObject start(JsonObject more) {
    return ada.http()
        .post(
            "/api/config/config_entries/flow",
            new JsonObject().put("handler", DOMAIN).mergeIn(more))
        .json();
  }

  JsonObject submit(JsonObject step, JsonObject input) {
    return ada.submit(step.getString("flow_id"), input);
  }

  /** Sets Backblaze B2 up and gives the id of the entry. */
  String add(ApplicationKey key) {
    return ada.add(DOMAIN, input(key, BUCKET, "ha")).getJsonObject("result").getString("entry_id");
  }

  JsonObject entry() {
    List<JsonObject> entries = ada.entries(DOMAIN);
    if (entries.size() != 1) {
      throw new AssertionError("There are %d entries".formatted(entries.size()));
    }
    return entries.get(0);
  }

  /** Unloads the entry and sets it up again. */
  JsonObject reload(String entryId) {
    ada.http()
        .post("/api/config/config_entries/entry/%s/reload".formatted(entryId), new JsonObject());
    return entry();
  }

  JsonObject ask(String command) {
    return hub.ask(ada, command);
  }

  List<String> agents() {
    return ask("backup/agents/info").getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("agent_id"))
        .toList();
  }

  /** The flows of the integration that wait for a person. */
  List<JsonObject> waitingFlows() {
    try (WebsocketClient socket = ada.websocket(vertx)) {
      JsonArray flows =
          socket.ask("config_entries/flow/progress", new JsonObject()).getJsonArray("result");
      return flows.stream()
          .map(JsonObject.class::cast)
          .filter(flow -> DOMAIN.equals(flow.getString("handler")))
          .toList();
    }
  }

  /** The issues about the bucket on the repairs page. */
  List<JsonObject> issues() {
    return ask("repairs/list_issues").getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .filter(issue -> DOMAIN.equals(issue.getString("domain")))
        .filter(issue -> issue.getString("issue_id").startsWith("bucket_"))
        .toList();
  }
}
