package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that answers what it never should (b2-and-cloud.md §B.4). */
class StrangeAnswersTest {
  private static final String LIST = "/v2/files/backup";
  private final Vertx vertx = WatchedVertx.create();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String told = LIST;
  private volatile String answer = "[]";
  private HttpServer server;
  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::serve)
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
    home = new AgentHome(directory, options -> options, Map.of("api_url", base()));
  }

  private String base() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private void serve(HttpServerRequest request) {
    if (request.path().startsWith("/.well-known")) {
      JsonObject actions = new JsonObject().put("storage_files_list", base() + told);
      request
          .response()
          .end(new JsonObject().put("actions", actions).put("valid_for", 86_400).encode());
      return;
    }
    asked.add(request.uri());
    if (request.path().equals(LIST)) {
      request.response().end(answer);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void an_address_that_leads_nowhere_gives_way_to_the_known_one() throws Exception {
    told = "/nope/{storage_type}";

    assertThat(home.listed()).isEmpty();
    assertThat(asked).containsExactly("/nope/backup?clearCache=false", LIST + "?clearCache=false");
  }

  @Test
  void an_address_may_have_a_query_of_its_own() throws Exception {
    told = LIST + "?x=1";

    home.listed();

    assertThat(asked).containsExactly(LIST + "?x=1&clearCache=false");
  }

  @Test
  void an_answer_that_is_too_long_is_not_blamed_on_the_network() {
    answer = "[" + " ".repeat(2_000_000) + "]";

    assertThatThrownBy(home::listed).hasMessageContaining("longer than any that makes sense");
  }
}
