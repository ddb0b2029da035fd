package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TreeSnapshot;
import org.homekeep.testkit.WebsocketClient;

/** A hub with a few files that may die at any moment, and what it has promised until then. */
final class SmallHome implements AutoCloseable {
  private static final String LOCAL = "backup.local";
  private static final String KEYS = "homekeep/backup/keys/";
  private static final int MOST_BACKUPS = 4;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);
  private static final Duration DYING = Duration.ofSeconds(10);

  /** What a person does that changes files. */
  enum Deed {
    SAVE_SETTINGS,
    BACK_UP,
    DELETE,
    MAKE_A_KEY,
    RESTORE
  }

  private final Vertx vertx;
  private final Path directory;
  private final Path config;
  private final Path data;
  private final String token;
  private HubProcess hub;
  private int number;

  /** Those that were acknowledged. */
  private final Set<String> backups = new LinkedHashSet<>();

  /**
   * Backup → what it holds, where that is known: of one that was begun when the hub died it is not.
   */
  private final Map<String, Map<String, String>> contents = new HashMap<>();

  private final Set<String> keys = new HashSet<>();

  /** What the number of copies may be: the last that was acknowledged, and one that was sent. */
  private final Set<Integer> copies = new HashSet<>();

  /** What the files may be. */
  private final Set<Map<String, String>> files = new HashSet<>();

  SmallHome(Vertx vertx, Path directory) throws Exception {
    this.vertx = vertx;
    this.directory = directory;
    this.config = directory.resolve("config");
    this.data = Files.createDirectories(directory.resolve("data"));
    for (int i = 0; i < 5; i++) {
      Files.writeString(data.resolve("room_%d.yaml".formatted(i)), "room: %d\n".formatted(i));
    }
    change();
    start();
    token = FirstUser.accessToken(HttpApiClient.anonymous(hub.port()));
    try (WebsocketClient websocket = websocket()) {
      setCopies(websocket, 3);
    }
  }

  private void start() throws IOException {
    hub = HubProcess.start(config, data, Map.of(), directory.resolve("hub.log"));
  }

  long pid() {
    return hub.pid();
  }

  /** Sees to it that a deed is possible. */
  void prepare(Deed deed) throws Exception {
    try (WebsocketClient websocket = websocket()) {
      if (restorable().isEmpty()) {
        backUp(websocket);
      }
      while (backups.size() > MOST_BACKUPS) {
        delete(websocket);
      }
    }
    if (deed == Deed.RESTORE) {
      change();
    }
  }

  /** Tries it; the hub may end in the middle. */
  void attempt(Deed deed) throws Exception {
    try (WebsocketClient websocket = websocket()) {
      switch (deed) {
        case SAVE_SETTINGS -> setCopies(websocket, 3 + number);
        case BACK_UP -> backUp(websocket);
        case DELETE -> delete(websocket);
        case MAKE_A_KEY -> makeKey(websocket);
        case RESTORE -> restore(websocket);
      }
    } catch (AssertionError | RuntimeException failed) {
      if (hub.ended(DYING).isEmpty()) {
        throw failed;
      }
    }
  }

  /** Starts the hub again; how it had ended, if it had by itself. */
  OptionalInt restart() throws Exception {
    OptionalInt ended = hub.ended(Duration.ZERO);
    hub.kill();
    start();
    return ended;
  }

  private void change() throws IOException {
    number++;
    Files.writeString(data.resolve("automations.yaml"), "number: %d\n".formatted(number));
    Files.writeString(data.resolve("new_%d.yaml".formatted(number % 3)), "new\n");
    files.clear();
    files.add(snapshot());
  }

  private void setCopies(WebsocketClient websocket, int wanted) {
    number++;
    copies.add(wanted);
    websocket.call(
        "backup/config/update",
        new JsonObject().put("retention", new JsonObject().put("copies", wanted).putNull("days")));
    copies.removeIf(other -> other != wanted);
  }

  private void backUp(WebsocketClient websocket) throws IOException {
    int events = idle(websocket);
    String id =
        websocket
            .call(
                "backup/generate",
                new JsonObject()
                    .put("agent_ids", new JsonArray().add(LOCAL))
                    .put("password", Story.KEY))
            .getString("backup_job_id");
    contents.put(id, snapshot());
    websocket.eventsUntil(events, event -> "completed".equals(event.getString("state")));
    backups.add(id);
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
  }

  private static int idle(WebsocketClient websocket) {
    int events = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    return events;
  }

  private void delete(WebsocketClient websocket) {
    String victim = backups.iterator().next();
    backups.remove(victim);
    JsonObject answer = websocket.call("backup/delete", new JsonObject().put("backup_id", victim));
    assertThat(answer.getJsonObject("agent_errors")).isEmpty();
    assertThat(listed(websocket)).doesNotContain(victim);
  }

  private Optional<String> restorable() {
    return backups.stream().filter(contents::containsKey).findFirst();
  }

  private void makeKey(WebsocketClient websocket) {
    String fingerprint = websocket.call(KEYS + "new").getString("fingerprint");
    websocket.call(
        KEYS + "new",
        new JsonObject()
            .put("fingerprint", fingerprint)
            .put("activate", true)
            .put("kit_saved", true));
    keys.add(fingerprint);
  }

  private void restore(WebsocketClient websocket) throws IOException, InterruptedException {
    idle(websocket);
    String id = restorable().orElseThrow();
    files.add(contents.getOrDefault(id, Map.of()));
    websocket.send(
        "backup/restore",
        new JsonObject().put("backup_id", id).put("agent_id", LOCAL).put("password", Story.KEY));
    websocket.awaitClosed();
    while (!isThere()) {
      if (hub.ended(BETWEEN_ATTEMPTS).isPresent()) {
        throw new AssertionError("The hub ended while it was to restore.");
      }
    }
  }

  private boolean isThere() {
    try {
      return HttpApiClient.anonymous(hub.port()).get("/api/onboarding").status() == 200;
    } catch (UncheckedIOException restarting) {
      return false;
    }
  }

  /** What was acknowledged is there and whole, what was not is whole or not there. */
  void assertNothingIsLost(String when) throws Exception {
    try (WebsocketClient websocket = websocket()) {
      idle(websocket);
      Set<String> listed = listed(websocket);
      assertThat(listed).as(when).containsAll(backups);
      assertThat(listed.size()).as(when).isLessThanOrEqualTo(backups.size() + 1);
      for (String id : listed) {
        assertOpens(id, when);
      }
      backups.addAll(listed);

      int kept =
          websocket
              .call("backup/config/info")
              .getJsonObject("config")
              .getJsonObject("retention")
              .getInteger("copies");
      assertThat(copies).as(when).contains(kept);
      copies.removeIf(other -> other != kept);

      Set<String> ring =
          websocket.call(KEYS + "list").getJsonArray("keys").stream()
              .map(key -> ((JsonObject) key).getString("fingerprint"))
              .collect(Collectors.toSet());
      assertThat(ring).as(when).containsAll(keys);
      keys.addAll(ring);
    }
    Map<String, String> now = snapshot();
    assertThat(files).as(when).contains(now);
    files.removeIf(other -> !other.equals(now));
    assertNothingIsLeftOver(when);
  }

  private void assertNothingIsLeftOver(String when) throws IOException {
    assertThat(names(config.resolve("backups"))).as(when).allMatch(name -> name.endsWith(".tar"));
    assertThat(names(config.resolve("tmp_backups"))).as(when).isEmpty();
    assertThat(names(config.resolve(".storage"))).as(when).noneMatch(name -> name.endsWith(".new"));
    assertThat(names(data)).as(when).noneMatch(name -> name.startsWith(".homekeep"));
  }

  private void assertOpens(String id, String when) throws IOException {
    String path =
        "/api/backup/download/%s?agent_id=%s&password=%s"
            .formatted(id, LOCAL, HttpApiClient.encode(Story.KEY));
    Path file = directory.resolve("decrypted.tar");
    HttpApiClient http = HttpApiClient.anonymous(hub.port()).with(token);
    assertThat(http.download(path, file)).as(when).isEqualTo(200);
    assertThat(IndependentSecureTar.plain(file)).as(when).containsKey("data/automations.yaml");
  }

  private static Set<String> listed(WebsocketClient websocket) {
    JsonObject info = websocket.call("backup/info");
    assertThat(info.getJsonObject("agent_errors")).isEmpty();
    return info.getJsonArray("backups").stream()
        .map(backup -> ((JsonObject) backup).getString("backup_id"))
        .collect(Collectors.toSet());
  }

  private WebsocketClient websocket() {
    return WebsocketClient.connect(vertx, hub.port(), token);
  }

  private Map<String, String> snapshot() throws IOException {
    return TreeSnapshot.of(data, name -> !name.startsWith(".ha_run.lock"));
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  @Override
  public void close() throws InterruptedException {
    hub.kill();
  }
}
