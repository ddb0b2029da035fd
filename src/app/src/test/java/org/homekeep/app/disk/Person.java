package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.app.story.IndependentSecureTar;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;

/** Who lives in a home, does deeds, and looks after what was promised. */
final class Person {
  private static final String LOCAL = "backup.local";
  private static final String KEYS = "homekeep/backup/keys/";

  /** Of all backups but those without a password of their own. */
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);
  private static final Duration DYING = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final String token;

  private Person(Vertx vertx, String token) {
    this.vertx = vertx;
    this.token = token;
  }

  /** The first one at a hub, with a token for as long as the tests run. */
  static Person first(Vertx vertx, int port) {
    String access = FirstUser.accessToken(HttpApiClient.anonymous(port));
    try (WebsocketClient websocket = WebsocketClient.connect(vertx, port, access)) {
      String lasting =
          websocket
              .ask(
                  "auth/long_lived_access_token",
                  new JsonObject().put("client_name", "a long test").put("lifespan", 10))
              .getString("result");
      return new Person(vertx, lasting);
    }
  }

  /** A hub that this person asks. */
  record Hub(int port, Home home, Life life) {}

  /** Whether a hub is there. */
  @FunctionalInterface
  interface Life {
    /** Waits until it has ended, but no longer. */
    boolean endsWithin(Duration time);
  }

  /** Makes the deed possible, at a hub that is well. */
  void prepare(Deed deed, Hub hub, Promises promises, int number) throws IOException {
    while (promises.count() < 2) {
      assertThat(attempt(Deed.BACK_UP, hub, promises)).isEqualTo(new Ending.Done());
    }
    while (promises.count() > 4) {
      assertThat(attempt(Deed.DELETE, hub, promises)).isEqualTo(new Ending.Done());
    }
    if (deed == Deed.RESTORE) {
      hub.home().change(number);
      promises.dataIs(hub.home().snapshot());
    }
  }

  /** Tries it; the hub may end in the middle. */
  Ending attempt(Deed deed, Hub hub, Promises promises) throws IOException {
    try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
      return switch (deed) {
        case SAVE_SETTINGS -> saveSettings(websocket, promises);
        case BACK_UP -> backUp(websocket, hub.home(), promises);
        case DELETE -> delete(websocket, promises);
        case MAKE_A_KEY -> makeKey(websocket, promises);
        case RESTORE -> restore(websocket, hub, promises);
      };
    } catch (AssertionError | RuntimeException failed) {
      if (!hub.life().endsWithin(DYING)) {
        throw failed;
      }
      return new Ending.Died();
    }
  }

  private static Ending saveSettings(WebsocketClient websocket, Promises promises) {
    int before = promises.copies();
    int wanted = before % 50 + 1;
    promises.copiesAsked(wanted);
    JsonObject answer =
        websocket.ask(
            "backup/config/update",
            new JsonObject()
                .put("retention", new JsonObject().put("copies", wanted).putNull("days")));
    promises.copiesAre(isSuccess(answer) ? wanted : before);
    return ending(answer);
  }

  private static Ending backUp(WebsocketClient websocket, Home home, Promises promises)
      throws IOException {
    int events = idle(websocket);
    promises.backupAsked();
    JsonObject answer =
        websocket.ask(
            "backup/generate",
            new JsonObject()
                .put("agent_ids", new JsonArray().add(LOCAL))
                .put("password", KEY)
                .put("excludes", new JsonArray().add(Home.LEFT_OUT)));
    if (!isSuccess(answer)) {
      promises.backupIsNot("");
      return ending(answer);
    }
    String id = answer.getJsonObject("result").getString("backup_job_id");
    promises.backupBegun(id, home.snapshot());
    List<JsonObject> told =
        websocket.eventsUntil(
            events, event -> Set.of("completed", "failed").contains(event.getString("state", "")));
    JsonObject last = told.get(told.size() - 1);
    boolean done = "completed".equals(last.getString("state"));
    if (done) {
      promises.backupIs(id);
    } else {
      promises.backupFailed(id);
    }
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    return done ? new Ending.Done() : new Ending.Refused(last.encode());
  }

  private static int idle(WebsocketClient websocket) {
    int events = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    return events;
  }

  private static Ending delete(WebsocketClient websocket, Promises promises) {
    String victim = promises.oldest();
    promises.deletionAsked(victim);
    JsonObject answer = websocket.ask("backup/delete", new JsonObject().put("backup_id", victim));
    if (!isSuccess(answer)) {
      return ending(answer);
    }
    JsonObject errors = answer.getJsonObject("result").getJsonObject("agent_errors");
    if (!errors.isEmpty()) {
      return new Ending.Refused(errors.encode());
    }
    promises.backupIsNot(victim);
    return new Ending.Done();
  }

  private static Ending makeKey(WebsocketClient websocket, Promises promises) {
    promises.keyAsked();
    JsonObject made = websocket.ask(KEYS + "new", new JsonObject());
    if (!isSuccess(made)) {
      promises.noKey();
      return ending(made);
    }
    String fingerprint = made.getJsonObject("result").getString("fingerprint");
    promises.keyIs(fingerprint);
    return ending(
        websocket.ask(
            KEYS + "new",
            new JsonObject()
                .put("fingerprint", fingerprint)
                .put("activate", true)
                .put("kit_saved", true)));
  }

  private static Ending restore(WebsocketClient websocket, Hub hub, Promises promises) {
    idle(websocket);
    String id = promises.restorable().orElseThrow();
    promises.restoreAsked(id);
    int asked =
        websocket.send(
            "backup/restore",
            new JsonObject().put("backup_id", id).put("agent_id", LOCAL).put("password", KEY));
    JsonObject answer =
        websocket.next(
            message ->
                "closed".equals(message.getString("type"))
                    || message.getInteger("id", -1) == asked);
    if (answer.containsKey("success") && !isSuccess(answer)) {
      return ending(answer);
    }
    websocket.close();
    while (hub.home().isRestoreOrdered() || !isThere(hub.port())) {
      if (hub.life().endsWithin(BETWEEN_ATTEMPTS)) {
        return new Ending.Died();
      }
    }
    return new Ending.Done();
  }

  private static boolean isThere(int port) {
    try {
      return HttpApiClient.anonymous(port).get("/api/onboarding").status() == 200;
    } catch (UncheckedIOException restarting) {
      return false;
    }
  }

  private static boolean isSuccess(JsonObject answer) {
    return answer.getBoolean("success", false);
  }

  private static Ending ending(JsonObject answer) {
    return isSuccess(answer)
        ? new Ending.Done()
        : new Ending.Refused(answer.getJsonObject("error").encode());
  }

  /** Fails when the hub does not hold what was promised. */
  void inspect(Hub hub, Promises promises) throws IOException {
    promises.compare(look(hub));
  }

  /** Fails when a backup does not open. */
  Promises.Seen look(Hub hub) throws IOException {
    try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
      idle(websocket);
      Set<String> listed = listed(websocket);
      for (String id : listed) {
        assertOpens(hub, id);
      }
      int copies =
          websocket
              .call("backup/config/info")
              .getJsonObject("config")
              .getJsonObject("retention")
              .getInteger("copies");
      Set<String> ring =
          websocket.call(KEYS + "list").getJsonArray("keys").stream()
              .map(key -> ((JsonObject) key).getString("fingerprint"))
              .collect(Collectors.toSet());
      return new Promises.Seen(listed, copies, ring, hub.home().snapshot());
    }
  }

  private static Set<String> listed(WebsocketClient websocket) {
    JsonObject info = websocket.call("backup/info");
    assertThat(info.getJsonObject("agent_errors")).isEmpty();
    return info.getJsonArray("backups").stream()
        .map(backup -> ((JsonObject) backup).getString("backup_id"))
        .collect(Collectors.toSet());
  }

  private void assertOpens(Hub hub, String id) throws IOException {
    String path =
        "/api/backup/download/%s?agent_id=%s&password=%s"
            .formatted(id, LOCAL, HttpApiClient.encode(KEY));
    Path file = hub.home().root().resolveSibling("decrypted-%d.tar".formatted(hub.port()));
    HttpApiClient http = HttpApiClient.anonymous(hub.port()).with(token);
    assertThat(http.download(path, file)).isEqualTo(200);
    assertThat(IndependentSecureTar.plain(file)).containsKey("data/automations.yaml");
    Files.delete(file);
  }
}
