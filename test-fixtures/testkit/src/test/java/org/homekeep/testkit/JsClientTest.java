package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub as {@code home-assistant-js-websocket} sees it, the library of Home Assistant's own
 * frontend. Skipped where there is no Node, or no way to get the library.
 */
class JsClientTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

  private final Vertx vertx = WatchedVertx.create();
  private TestHub hub;
  private HubSession ada;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    JsClient.require();
    hub = TestHub.start(config, data, new FixtureIntegration());
    ada = HubSession.first(hub.port());
  }

  @AfterEach
  void stop() {
    if (hub != null) {
      hub.close();
    }
    TestHub.await(vertx.close());
  }

  private String longLivedToken() {
    try (WebsocketClient socket = ada.websocket(vertx)) {
      return socket
          .ask(
              "auth/long_lived_access_token",
              new JsonObject().put("lifespan", 1).put("client_name", "js"))
          .getString("result");
    }
  }

  private void fire(int n) {
    hub.ask(
        ada,
        "fire_event",
        new JsonObject()
            .put("event_type", "js_client_test")
            .put("event_data", new JsonObject().put("n", n)));
  }

  @Test
  void it_connects_asks_subscribes_and_survives_a_restart_of_the_hub() throws Exception {
    try (JsClient client = JsClient.start(hub.port(), longLivedToken())) {
      assertThat(client.next("connected").getString("user")).isEqualTo("Ada");
      JsonObject asked = client.next("asked");
      assertThat(asked.getString("state")).isEqualTo("RUNNING");
      assertThat(asked.getJsonArray("entities")).isEqualTo(asked.getJsonArray("states"));
      assertThat(asked.getJsonArray("entities")).contains("event.backup_automatic_backup");
      assertThat(asked.getJsonArray("actions")).contains("create", "create_automatic");
      assertThat(client.next("refused").getString("code")).isEqualTo("not_found");
      client.next("subscribed");

      fire(1);
      assertThat(client.next("event").getInteger("n")).isEqualTo(1);
      ada.add("fixture", FORM);
      assertThat(client.next("entry"))
          .isEqualTo(new JsonObject().put("type", "added").put("domain", "fixture"));

      hub.restart();
      client.next("disconnected");
      client.next("reconnected");
      // Everything is subscribed to anew, in the same order.
      client.nextThat("entities", each -> "idle".equals(each.getString("manager")));
      assertThat(client.nextThat("entry", entry -> entry.getValue("type") == null))
          .isEqualTo(new JsonObject().putNull("type").put("domain", "fixture"));
      fire(2);
      assertThat(client.next("event").getInteger("n")).isEqualTo(2);
    }
  }
}
