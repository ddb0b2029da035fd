package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Unserialisable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of framework.md §8.1 to §8.3, row by row, through HTTP and a websocket. */
class DiagnosticsWireTest {
  private static final String ROOT = "/api/diagnostics/";
  private static final JsonObject FORM =
      new JsonObject().put("host", "h").put("token", "hush-hush-hush");

  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = new FixtureIntegration();
  private TestHub hub;
  private HubSession ada;
  private String entry;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
    entry = ada.add("fixture", FORM).getJsonObject("result").getString("entry_id");
  }

  @AfterEach
  void stop() {
    hub.close();
    TestHub.await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "other/ENTRY, 400",
    "config_entry/ENTRY/other/x, 400",
    "config_entry/ENTRY/device, 400",
    "config_entry/nobody, 404",
    "config_entry/ENTRY/device/nobody, 404"
  })
  void what_is_not_there_has_an_empty_body(String path, int status) {
    HttpApiClient.Answer answer = ada.http().get(ROOT + path.replace("ENTRY", entry));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_result_that_is_not_serialisable_is_500() {
    fixture.onDiagnostics = Behaviours.answering(Unserialisable.json());
    assertThat(ada.http().get(ROOT + "config_entry/" + entry).status()).isEqualTo(500);
  }

  @Test
  void a_download_is_json_indented_by_two_with_the_name_of_a_file() {
    HttpApiClient.Answer answer = ada.http().get(ROOT + "config_entry/" + entry);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry(
            "content-disposition",
            "attachment; filename=\"config_entry-fixture-%s.json\"".formatted(entry));
    assertThat(answer.body()).contains("\n  \"home_assistant\" : {");
  }

  @Test
  void the_envelope_has_these_keys_and_no_secret() {
    String text = ada.http().get(ROOT + "config_entry/" + entry).body();
    JsonObject document = new JsonObject(text);
    assertThat(document.fieldNames())
        .containsExactlyInAnyOrder(
            "home_assistant",
            "custom_components",
            "integration_manifest",
            "setup_times",
            "data",
            "issues");
    assertThat(document.getJsonObject("integration_manifest").getJsonArray("codeowners").encode())
        .doesNotContain("@");
    assertThat(document.getJsonObject("setup_times").fieldNames()).contains("null", entry);
    assertThat(document.getJsonObject("data").getJsonObject("entry").getString("token"))
        .isEqualTo("**REDACTED**");
    assertThat(text).doesNotContain("hush-hush-hush");
  }

  @Test
  void the_frontend_downloads_through_a_signed_path() {
    String path = ROOT + "config_entry/" + entry;
    String signed =
        hub.ask(ada, "auth/sign_path", new JsonObject().put("path", path)).getString("path");
    HttpApiClient stranger = HttpApiClient.anonymous(hub.port());
    assertThat(stranger.get(path).status()).isEqualTo(401);
    assertThat(stranger.get(signed).status()).isEqualTo(200);
  }

  @Test
  void list_and_get_tell_the_handlers_and_an_unknown_domain_is_not_found() {
    JsonObject handlers =
        new JsonObject()
            .put("domain", "fixture")
            .put("handlers", new JsonObject().put("config_entry", true).put("device", false));
    JsonObject fields = new JsonObject().put("domain", "fixture");
    assertThat(hub.ask(ada, "diagnostics/get", fields)).isEqualTo(handlers);
    try (WebsocketClient socket = ada.websocket(vertx)) {
      JsonArray all = socket.ask("diagnostics/list", new JsonObject()).getJsonArray("result");
      assertThat(all).contains(handlers);
      assertThat(
              socket
                  .ask("diagnostics/get", new JsonObject().put("domain", "no"))
                  .getJsonObject("error"))
          .isEqualTo(
              new JsonObject().put("code", "not_found").put("message", "Domain not supported"));
    }
  }
}
