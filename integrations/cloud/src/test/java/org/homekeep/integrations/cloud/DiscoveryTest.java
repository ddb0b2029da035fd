package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where calls go is told by the service, as long as the token stays with it (§B.4). */
class DiscoveryTest {
  private static final String LIST = "storage_files_list";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final Vertx vertx = WatchedVertx.create();
  private final Web web = new Web(PATIENCE);
  private HttpServer server;
  private volatile String told = "";

  @BeforeEach
  void start() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(told))
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    web.close();
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private String base() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private URI address(String template) {
    told =
        new JsonObject()
            .put("actions", new JsonObject().put(LIST, template))
            .put("valid_for", 60)
            .encode();
    return ask();
  }

  private URI ask() {
    URI api = URI.create(base());
    Settings settings =
        new Settings(
            api, api, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE);
    return new Discovery(web, settings, Clock.systemUTC())
        .address(Discovery.Action.LIST, Map.of("storage_type", "a b/c"));
  }

  @Test
  void an_address_of_the_service_itself_is_used() {
    assertThat(address(base() + "/v9/{storage_type}")).hasToString(base() + "/v9/a%20b%2Fc");
  }

  @Test
  void an_address_that_would_take_the_token_elsewhere_is_not_used() {
    String known = base() + "/v2/files/a%20b%2Fc";

    for (String other :
        new String[] {
          "http://127.0.0.2:" + server.actualPort() + "/x",
          "http://127.0.0.1:1/x",
          "https://127.0.0.1:" + server.actualPort() + "/x",
          base() + "@example.org/x",
          "http://nabucasa.com.example.org/x",
          "/x",
          "no address at all"
        }) {
      assertThat(address(other)).as(other).hasToString(known);
    }
  }

  @Test
  void a_service_that_tells_nothing_has_the_known_addresses() {
    for (String answer : new String[] {"", "[]", "{}", "{\"actions\": 7}"}) {
      told = answer;
      assertThat(ask()).as(answer).hasToString(base() + "/v2/files/a%20b%2Fc");
    }
  }
}
