package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.core.contract.ContractRoutes;
import org.homekeep.core.frontend.Frontend;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.service.ActionCommands;
import org.homekeep.core.service.Actions;
import org.homekeep.core.state.StateCommands;
import org.homekeep.core.state.States;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.WebsocketLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents say what the hub does. */
class ContractTest {
  private static final int VALUES_OF_EACH = 50;

  @TempDir Path directory;
  private WebHub hub;
  private WebsocketClient user;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub =
        new WebHub(
            directory,
            WebsocketLimits.standard(),
            (server, commands) -> new ContractRoutes(server::routes, commands).register(server));
    hub.now(
        () -> {
          Actions actions = new Actions(hub.events());
          new ActionCommands(actions, hub.events()).register(hub.commands);
          new StateCommands(new States(hub.runtime, hub.events(), new Ulid(hub.clock)))
              .register(hub.commands);
          new Frontend(
                  new Storage(hub.runtime, directory.resolve(".storage")),
                  actions,
                  Optional.empty())
              .register(hub.commands);
          return true;
        });
    user = hub.connect(hub.tokenOf("Max"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject document(String name) {
    return hub.get("/api/" + name + ".json", hub.tokenOf("Max")).bodyAsJsonObject();
  }

  private JsonObject messages() {
    return document("asyncapi")
        .getJsonObject("channels")
        .getJsonObject("websocket")
        .getJsonObject("messages");
  }

  private JsonObject payload(JsonObject messages, Command command) {
    return messages.getJsonObject(command.type().replace('/', '.')).getJsonObject("payload");
  }

  @Test
  void the_documents_are_for_those_who_have_logged_in() {
    assertThat(hub.get("/api/openapi.json").statusCode()).isEqualTo(401);
    assertThat(hub.get("/api/asyncapi.json").statusCode()).isEqualTo(401);
    assertThat(document("openapi").getString("openapi")).isEqualTo("3.1.0");
    assertThat(document("asyncapi").getString("asyncapi")).isEqualTo("3.0.0");
  }

  @Test
  void every_command_is_in_the_document_with_who_may_send_it() {
    JsonObject asyncApi = document("asyncapi");
    for (Command command : hub.commands.all()) {
      String name = command.type().replace('/', '.');
      JsonObject operation = asyncApi.getJsonObject("operations").getJsonObject(name);
      assertThat(operation.getString("x-access"))
          .as(name)
          .isEqualTo(command.access().name().toLowerCase(Locale.ROOT));
      assertThat(operation.getJsonArray("messages").getJsonObject(0).getString("$ref"))
          .isEqualTo("#/channels/websocket/messages/" + name);
      assertThat(
              payload(messages(), command)
                  .getJsonObject("properties")
                  .getJsonObject("type")
                  .getString("const"))
          .isEqualTo(command.type());
    }
  }

  @Test
  void what_a_schema_of_a_command_allows_is_taken() {
    Random random = Seed.random("values of the schemas of commands");
    JsonObject messages = messages();
    for (Command command : hub.commands.all()) {
      SchemaValues values = new SchemaValues(payload(messages, command), random);
      for (int i = 0; i < VALUES_OF_EACH; i++) {
        JsonObject message = (JsonObject) values.valid();
        message.remove("id");
        message.remove("type");
        assertThatCode(() -> command.fields().check(message, "data"))
            .as("%s %s", command.type(), message)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void a_schema_and_the_check_agree_about_every_value() {
    Random random = Seed.random("values near the schemas of commands");
    JsonObject messages = messages();
    for (Command command : hub.commands.all()) {
      JsonObject schema = payload(messages, command);
      SchemaValues values = new SchemaValues(schema, random);
      for (int i = 0; i < VALUES_OF_EACH; i++) {
        JsonObject message = values.nearlyValid();
        boolean allowed = SchemaValues.allows(schema, message);
        JsonObject fields = message.copy();
        fields.remove("id");
        fields.remove("type");
        boolean taken = true;
        try {
          command.fields().check(fields, "data");
        } catch (org.homekeep.core.wire.ShapeException refused) {
          taken = false;
        }
        assertThat(taken).as("%s %s", command.type(), message).isEqualTo(allowed);
      }
    }
  }

  @Test
  void a_message_that_the_document_allows_is_refused_for_its_sender_alone() {
    Random random = Seed.random("messages of administrators");
    JsonObject messages = messages();
    int id = 0;
    for (Command command : hub.commands.all()) {
      if (!command.access().name().equals("ADMIN")) {
        continue;
      }
      SchemaValues values = new SchemaValues(payload(messages, command), random);
      user.send(((JsonObject) values.valid()).put("id", ++id));
      assertThat(user.next().getJsonObject("error").getString("code"))
          .as(command.type())
          .isEqualTo("unauthorized");
    }
    assertThat(id).isPositive();
  }

  @Test
  void every_route_is_in_the_document_and_asks_for_a_token_when_that_says_so() {
    JsonObject paths = document("openapi").getJsonObject("paths");
    assertThat(paths.fieldNames())
        .contains("/api/openapi.json", "/auth/token", "/api/onboarding/users", "/api/websocket");
    assertThat(paths.stream().mapToInt(path -> ((JsonObject) path.getValue()).size()).sum())
        .isEqualTo(hub.server().routes().size());
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        boolean isPublic = operation.getString("x-access").equals("public");
        assertThat(operation.getJsonArray("security").isEmpty()).isEqualTo(isPublic);
        if (!isPublic) {
          String there = path.replaceAll("\\{[^}]*}", "x");
          HttpRequest<Buffer> request =
              hub.request(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), there);
          assertThat(WebHub.await(request.send()).statusCode()).as(path).isEqualTo(401);
        }
      }
    }
  }

  @Test
  void the_parameters_of_a_path_are_declared() {
    JsonObject operation =
        document("openapi")
            .getJsonObject("paths")
            .getJsonObject("/auth/login_flow/{flow_id}")
            .getJsonObject("post");
    JsonArray parameters = operation.getJsonArray("parameters");
    assertThat(parameters).hasSize(1);
    assertThat(parameters.getJsonObject(0).getString("name")).isEqualTo("flow_id");
    assertThat(operation.getJsonObject("requestBody").getJsonObject("content").fieldNames())
        .containsExactly("application/json");
  }
}
