package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.client.Audience;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.client.ClientCommand;
import org.homekeep.api.client.ClientHandler;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.client.ClientRefusedException;
import org.homekeep.api.client.ClientRoute;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an integration offers to clients, and what it keeps for itself. */
class ClientInterfaceTest {
  private static final FormSchema LOGIN =
      FormSchema.of(Field.Text.required("email"), Field.Hidden.password("password"));

  private final FixtureIntegration fixture = new FixtureIntegration();
  private final Vertx vertx = WatchedVertx.create();
  private final CompletableFuture<IntegrationContext> context = new CompletableFuture<>();
  private final CompletableFuture<Consumer<JsonObject>> events = new CompletableFuture<>();
  private final CompletableFuture<Boolean> eventsEnded = new CompletableFuture<>();
  private @TempDir Path config;
  private TestHub hub;

  @BeforeEach
  void start(@TempDir Path data) {
    fixture.clients = this::offered;
    hub = TestHub.start(config, data, fixture);
  }

  @AfterEach
  void stop() {
    hub.close();
    TestHub.await(vertx.close());
  }

  private ClientInterface offered(IntegrationContext given) {
    context.complete(given);
    return new ClientInterface(
        List.of(
            new ClientCommand("status", Audience.USERS, FormSchema.empty(), values -> answer("ok")),
            new ClientCommand("secret", Audience.ADMINISTRATORS, LOGIN, this::greet),
            new ClientCommand(
                "refused", Audience.ADMINISTRATORS, FormSchema.empty(), values -> refused()),
            new ClientCommand(
                "broken", Audience.ADMINISTRATORS, FormSchema.empty(), values -> broken()),
            new ClientCommand(
                "events", Audience.ADMINISTRATORS, FormSchema.empty(), values -> events())),
        List.of(
            post("login", Audience.ADMINISTRATORS, LOGIN, this::greet),
            post("refused", Audience.ADMINISTRATORS, FormSchema.empty(), values -> refused()),
            post("login", Audience.NEW_HUB, LOGIN, this::greet),
            new ClientRoute(
                ClientRoute.Method.GET,
                "report",
                Audience.ADMINISTRATORS,
                FormSchema.empty(),
                values ->
                    Future.succeededFuture(
                        new ClientAnswer.Download("re port.md", "text/markdown", "# Report")))));
  }

  private static ClientRoute post(
      String name, Audience audience, FormSchema body, ClientHandler handler) {
    return new ClientRoute(ClientRoute.Method.POST, name, audience, body, handler);
  }

  private Future<ClientAnswer> greet(Values values) {
    return answer(values.text("email") + " " + values.secret("password").reveal().length());
  }

  private static Future<ClientAnswer> answer(String text) {
    return Future.succeededFuture(ClientAnswer.of(new JsonObject().put("answer", text)));
  }

  private static Future<ClientAnswer> refused() {
    return Future.failedFuture(new ClientRefusedException("not_logged_in", 409, "Log in first."));
  }

  private static Future<ClientAnswer> broken() {
    throw new IllegalStateException("secret words");
  }

  private Future<ClientAnswer> events() {
    return Future.succeededFuture(
        new ClientAnswer.Events(
            sink -> {
              events.complete(sink);
              return () -> eventsEnded.complete(true);
            }));
  }

  private static JsonObject login() {
    return new JsonObject().put("email", "ada@example.org").put("password", "12345");
  }

  @Test
  void a_command_is_answered_to_those_whom_it_is_for() {
    HubSession ada = HubSession.first(hub.port());
    try (WebsocketClient admin = ada.websocket(vertx);
        WebsocketClient max =
            WebsocketClient.connect(
                vertx,
                hub.port(),
                OtherUser.accessToken(admin, HttpApiClient.anonymous(hub.port())))) {
      assertThat(admin.call("fixture/secret", login()).getString("answer"))
          .isEqualTo("ada@example.org 5");
      assertThat(max.call("fixture/status").getString("answer")).isEqualTo("ok");
      assertThat(max.ask("fixture/secret", login()).getJsonObject("error").getString("code"))
          .isEqualTo("unauthorized");
    }
  }

  @Test
  void a_command_with_other_fields_than_it_declares_is_refused() {
    try (WebsocketClient admin = HubSession.first(hub.port()).websocket(vertx)) {
      JsonObject error = admin.ask("fixture/secret", login().put("x", 1)).getJsonObject("error");

      assertThat(error.getString("code")).isEqualTo("invalid_format");
      assertThat(admin.ask("fixture/secret", new JsonObject()).getBoolean("success")).isFalse();
    }
  }

  @Test
  void what_an_integration_refuses_has_its_code_and_its_sentence() {
    HubSession ada = HubSession.first(hub.port());
    try (WebsocketClient admin = ada.websocket(vertx)) {
      JsonObject error = admin.ask("fixture/refused", new JsonObject()).getJsonObject("error");
      HttpApiClient.Answer answer = ada.http().post("/api/fixture/refused", new JsonObject());

      assertThat(error.getString("code")).isEqualTo("not_logged_in");
      assertThat(error.getString("message")).isEqualTo("Log in first.");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json())
          .isEqualTo(new JsonObject().put("message", "Log in first.").put("code", "not_logged_in"));
    }
  }

  @Test
  void what_an_integration_breaks_with_is_not_told() {
    try (WebsocketClient admin = HubSession.first(hub.port()).websocket(vertx)) {
      JsonObject error = admin.ask("fixture/broken", new JsonObject()).getJsonObject("error");

      assertThat(error.getString("code")).isEqualTo("unknown_error");
      assertThat(error.getString("message")).doesNotContain("secret");
    }
  }

  @Test
  void events_come_until_the_client_has_enough() throws Exception {
    try (WebsocketClient admin = HubSession.first(hub.port()).websocket(vertx)) {
      int subscription = admin.send("fixture/events", new JsonObject());
      events.get().accept(new JsonObject().put("type", "login"));

      assertThat(admin.nextEvent(subscription).getString("type")).isEqualTo("login");

      admin.call("unsubscribe_events", new JsonObject().put("subscription", subscription));
      assertThat(eventsEnded.get()).isTrue();
    }
  }

  @Test
  void a_path_is_for_administrators_when_it_says_so() {
    HubSession ada = HubSession.first(hub.port());

    assertThat(ada.http().post("/api/fixture/login", login()).json().getString("answer"))
        .isEqualTo("ada@example.org 5");
    assertThat(HttpApiClient.anonymous(hub.port()).post("/api/fixture/login", login()).status())
        .isEqualTo(401);
    assertThat(ada.http().post("/api/fixture/login", new JsonObject()).status()).isEqualTo(400);
  }

  @Test
  void a_path_of_a_new_hub_is_open_until_there_is_a_user() {
    HttpApiClient nobody = HttpApiClient.anonymous(hub.port());

    assertThat(nobody.post("/api/onboarding/fixture/login", login()).status()).isEqualTo(200);
    HubSession.first(hub.port());
    assertThat(nobody.post("/api/onboarding/fixture/login", login()).status()).isEqualTo(401);
  }

  @Test
  void a_text_is_saved_as_a_file_of_a_plain_name() {
    HttpApiClient.Answer answer = HubSession.first(hub.port()).http().get("/api/fixture/report");

    assertThat(answer.body()).isEqualTo("# Report");
    assertThat(answer.headers().get("content-disposition"))
        .isEqualTo("attachment; filename=\"re_port.md\"");
  }

  @Test
  void the_documents_of_the_protocol_name_what_integrations_offer() {
    HubSession ada = HubSession.first(hub.port());

    assertThat(ada.http().get("/api/openapi.json").body()).contains("/api/fixture/login");
    assertThat(ada.http().get("/api/asyncapi.json").body()).contains("fixture/secret");
  }

  @Test
  void the_own_entry_of_an_integration_is_there_once_and_runs() throws Exception {
    HubSession ada = HubSession.first(hub.port());

    TestHub.await(context.get().keepOwnEntry("Home Assistant Cloud"));
    TestHub.await(context.get().keepOwnEntry("Home Assistant Cloud"));

    assertThat(ada.entries("fixture"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getString("title")).isEqualTo("Home Assistant Cloud");
              assertThat(entry.getString("source")).isEqualTo("system");
              assertThat(entry.getString("state")).isEqualTo("loaded");
            });

    TestHub.await(context.get().removeOwnEntry());

    assertThat(ada.entries("fixture")).isEmpty();
  }

  @Test
  void a_file_of_an_integration_is_for_the_hub_alone() throws Exception {
    context.get().file("production_auth").write(new JsonObject().put("token", "t"));

    Path file = config.resolve(".fixture/production_auth.json");
    assertThat(new JsonObject(Files.readString(file)).getString("token")).isEqualTo("t");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(context.get().file("production_auth").read())
        .contains(new JsonObject().put("token", "t"));

    context.get().file("production_auth").delete();
    assertThat(context.get().file("production_auth").read()).isEmpty();
  }

  @Test
  void a_damaged_file_of_an_integration_is_told_without_what_it_holds() throws Exception {
    context.get().file("a").write(new JsonObject());
    Files.writeString(config.resolve(".fixture/a.json"), "{\"token\": hunter2");

    assertThat(catchThrowable(() -> context.get().file("a").read()))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void the_hub_has_an_id_that_its_backups_bear() throws Exception {
    assertThat(context.get().instanceId()).matches("[0-9a-f]{32}");
  }

  @Test
  void an_integration_is_told_when_the_hub_stops() {
    hub.restart();

    assertThat(fixture.stops).hasValue(1);
  }
}
