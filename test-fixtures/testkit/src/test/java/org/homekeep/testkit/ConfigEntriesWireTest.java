package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Gate;
import org.homekeep.fixture.ScriptedFlow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of framework.md §5.1, row by row, through HTTP. */
class ConfigEntriesWireTest {
  private static final String ROOT = "/api/config/config_entries";
  private static final String FLOW = ROOT + "/flow";
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

  private final FixtureIntegration fixture = FlowfulFixture.make();
  private TestHub hub;
  private HubSession ada;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private String entry() {
    return ada.add("fixture", FORM).getJsonObject("result").getString("entry_id");
  }

  private HttpApiClient.Answer post(String path, JsonObject body) {
    return ada.http().post(path, body);
  }

  private static void assertRefused(HttpApiClient.Answer answer, int status, String message) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("message", message));
  }

  @Test
  void get_entry_gives_an_array_of_entries_by_domain_and_type() {
    String id = entry();
    for (String query : new String[] {"", "?domain=fixture", "?type=service&domain=fixture"}) {
      JsonArray entries = new JsonArray(ada.http().get(ROOT + "/entry" + query).body());
      assertThat(entries).hasSize(1);
      assertThat(entries.getJsonObject(0).getString("entry_id")).isEqualTo(id);
    }
    assertThat(new JsonArray(ada.http().get(ROOT + "/entry?domain=other").body())).isEmpty();
    assertThat(new JsonArray(ada.http().get(ROOT + "/entry?type=helper").body())).isEmpty();
  }

  @Test
  void delete_entry_says_whether_a_restart_is_required() {
    assertThat(ada.remove(entry())).isEqualTo(new JsonObject().put("require_restart", false));
  }

  @Test
  void reload_says_whether_a_restart_is_required() {
    String id = entry();
    assertThat(post(ROOT + "/entry/" + id + "/reload", new JsonObject()).json())
        .isEqualTo(new JsonObject().put("require_restart", false));
  }

  @Test
  void an_entry_that_is_not_there_is_404() {
    assertRefused(ada.http().delete(ROOT + "/entry/no"), 404, "Invalid entry specified");
    assertRefused(
        post(ROOT + "/entry/no/reload", new JsonObject()), 404, "Invalid entry specified");
  }

  @Test
  void an_entry_that_is_not_recoverable_cannot_be_reloaded_which_is_403() {
    String id = entry();
    fixture.onUnload = loaded -> Future.failedFuture(new IllegalStateException("stuck"));
    assertThat(post(ROOT + "/entry/" + id + "/reload", new JsonObject()).json())
        .isEqualTo(new JsonObject().put("require_restart", true));
    assertRefused(
        post(ROOT + "/entry/" + id + "/reload", new JsonObject()), 403, "Entry cannot be reloaded");
  }

  @Test
  void flow_handlers_gives_an_array_of_domains_by_type() {
    assertThat(new JsonArray(ada.http().get(ROOT + "/flow_handlers").body())).contains("fixture");
    assertThat(new JsonArray(ada.http().get(ROOT + "/flow_handlers?type=helper").body())).isEmpty();
  }

  @Test
  void an_unknown_handler_is_404() {
    assertRefused(
        post(FLOW, new JsonObject().put("handler", "nobody")), 404, "Invalid handler specified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flow | {} | Message format incorrect: ",
        "flow | {\"handler\":5} | Message format incorrect: ",
        "options/flow | {\"handler\":[]} | Message format incorrect: ",
        "subentries/flow | {\"handler\":\"x\"} | Message format incorrect: ",
        "flow | {broken | Invalid JSON.",
        "flow | [] | Message format incorrect: "
      })
  void a_body_of_another_form_is_400(String kind, String body, String message) {
    HttpApiClient.Answer answer = ada.http().post(ROOT + "/" + kind, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("message")).startsWith(message);
  }

  @Test
  void further_keys_and_show_advanced_options_are_allowed() {
    JsonObject body =
        new JsonObject().put("handler", "fixture").put("show_advanced_options", true).put("x", 1);
    assertThat(post(FLOW, body).status()).isEqualTo(200);
  }

  @Test
  void get_flow_without_an_id_is_405() {
    for (String kind : new String[] {"flow", "options/flow", "subentries/flow"}) {
      assertThat(ada.http().get(ROOT + "/" + kind).status()).isEqualTo(405);
    }
  }

  @Test
  void get_and_post_of_a_flow_give_its_step_and_delete_says_that_it_is_aborted() {
    String id = ada.startFlow("fixture").getString("flow_id");
    assertThat(ada.http().get(FLOW + "/" + id).json().getString("step_id")).isEqualTo("user");
    assertThat(ada.http().delete(FLOW + "/" + id).json())
        .isEqualTo(new JsonObject().put("message", "Flow aborted"));
    assertRefused(ada.http().get(FLOW + "/" + id), 404, "Invalid flow specified");
    assertRefused(post(FLOW + "/" + id, FORM), 404, "Invalid flow specified");
    assertRefused(ada.http().delete(FLOW + "/" + id), 404, "Invalid flow specified");
  }

  @Test
  void an_empty_body_is_an_empty_submission_whose_errors_are_400() {
    String id = ada.startFlow("fixture").getString("flow_id");
    HttpApiClient.Answer answer = ada.http().post(FLOW + "/" + id, "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getJsonObject("errors").fieldNames()).contains("host", "token");
  }

  @Test
  void unknown_keys_are_a_list_at_base_and_the_flow_stays_on_its_step() {
    String id = ada.startFlow("fixture").getString("flow_id");
    HttpApiClient.Answer answer = post(FLOW + "/" + id, FORM.copy().put("colour", "red"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getJsonObject("errors").getJsonArray("base")).hasSize(1);
    assertThat(post(FLOW + "/" + id, FORM).json().getString("type")).isEqualTo("create_entry");
  }

  @Test
  void a_field_that_is_null_counts_as_left_out() {
    String id = ada.startFlow("fixture").getString("flow_id");
    JsonObject refused =
        post(FLOW + "/" + id, FORM.copy().putNull("host").putNull("prefix"))
            .json()
            .getJsonObject("errors");
    assertThat(refused.fieldNames()).containsExactly("host");
    assertThat(post(FLOW + "/" + id, FORM.copy().putNull("prefix")).json().getString("type"))
        .isEqualTo("create_entry");
  }

  @Test
  void kinds_of_fields_have_their_form_and_their_errors(@TempDir Path config, @TempDir Path data) {
    FormSchema form =
        FormSchema.of(
            new Field.Numeric(
                "count",
                true,
                true,
                Optional.of(BigDecimal.ONE),
                Optional.of(BigDecimal.TEN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Field.Flag("flag", false, Optional.of(true), Optional.empty()),
            new Field.Constant("about", "Read me."),
            new Field.Section("more", false, FormSchema.of(Field.Text.required("inner"))));
    FixtureIntegration other = new FixtureIntegration();
    other.configFlow =
        Optional.of(
            FlowFactory.of(
                new FlowKeys(Set.of("user"), Set.of(), Set.of()),
                () ->
                    new ScriptedFlow.Config(
                        moment -> Future.succeededFuture(StepResult.ShowForm.of("user", form)))));
    try (TestHub own = TestHub.start(config, data, other)) {
      HubSession bob = HubSession.first(own.port());
      JsonObject shown = bob.startFlow("fixture");
      assertThat(shown.getJsonArray("data_schema"))
          .isEqualTo(
              new JsonArray(
                  """
                  [{"name":"count","required":true,"type":"integer","valueMin":1,"valueMax":10},
                   {"name":"flag","required":false,"optional":true,"type":"boolean","default":true},
                   {"name":"about","required":false,"optional":true,"type":"constant",
                    "value":"Read me."},
                   {"name":"more","required":true,"type":"expandable",
                    "schema":[{"name":"inner","required":true,"type":"string"}],"expanded":false}]
                  """));
      JsonObject wrong = new JsonObject().put("count", 11).put("more", new JsonObject());
      HttpApiClient.Answer answer = bob.http().post(FLOW + "/" + shown.getString("flow_id"), wrong);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().getJsonObject("errors").fieldNames()).contains("count", "more");
    }
  }

  @Test
  void create_entry_has_result_options_and_subentries_and_neither_data_nor_context() {
    JsonObject made = ada.add("fixture", FORM);
    assertThat(made.fieldNames())
        .containsExactlyInAnyOrder(
            "type",
            "flow_id",
            "handler",
            "title",
            "description",
            "description_placeholders",
            "version",
            "minor_version",
            "options",
            "subentries",
            "result");
    assertThat(made.getJsonObject("result").getString("state")).isEqualTo("loaded");
  }

  @Test
  void a_form_has_every_key_of_the_table_preview_among_them() {
    JsonObject form = ada.startFlow("fixture");
    assertThat(form.fieldNames())
        .containsExactlyInAnyOrder(
            "type",
            "flow_id",
            "handler",
            "step_id",
            "data_schema",
            "errors",
            "description_placeholders",
            "last_step",
            "preview");
    assertThat(form.getValue("preview")).isNull();
  }

  @Test
  void an_integration_whose_dependencies_failed_says_so_with_400(
      @TempDir Path config, @TempDir Path data) {
    IntegrationJar.of("needy")
        .manifest(json -> json.put("dependencies", new JsonArray().add("nobody")))
        .write(config.resolve("custom_integrations/needy.jar"));
    try (TestHub other = TestHub.start(config, data, Map.of())) {
      HttpApiClient.Answer answer =
          HubSession.first(other.port())
              .http()
              .post(FLOW, new JsonObject().put("handler", "needy"));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().getString("message"))
          .contains("unable to resolve (sub)dependency nobody");
    }
  }

  @Test
  void the_frontend_says_in_a_header_where_the_browser_sees_the_hub(
      @TempDir Path config, @TempDir Path data) {
    FixtureIntegration external = new FixtureIntegration();
    external.configFlow =
        Optional.of(
            FlowFactory.of(
                new FlowKeys(Set.of("login"), Set.of(), Set.of()),
                () -> new ScriptedFlow.Config(ConfigEntriesWireTest::login)));
    try (TestHub other = TestHub.start(config, data, external)) {
      HttpApiClient http = HubSession.first(other.port()).http();
      JsonObject handler = new JsonObject().put("handler", "fixture");
      assertThat(
              http.with("HA-Frontend-Base", "https://home.example:8443")
                  .post(FLOW, handler)
                  .json()
                  .getString("url"))
          .isEqualTo("https://service.test/?to=https://home.example:8443/auth/external/callback");
      assertThat(http.post(FLOW, handler).json().getString("url"))
          .as("without it, where the request was sent")
          .isEqualTo(
              "https://service.test/?to=http://127.0.0.1:%d/auth/external/callback"
                  .formatted(other.port()));
      assertThat(
              http.with("HA-Frontend-Base", "javascript:alert(1)")
                  .post(FLOW, handler)
                  .json()
                  .getString("url"))
          .as("one that is no address is passed over")
          .contains("http://127.0.0.1");
    }
  }

  private static Future<ConfigStep> login(ScriptedFlow.Moment<FlowContext> moment) {
    return Future.succeededFuture(
        new StepResult.OpenExternal(
            "login",
            (callback, state) -> URI.create("https://service.test/?to=" + callback),
            Map.of()));
  }

  @Test
  void everything_asks_for_a_token_which_is_401_without_one() {
    HttpApiClient stranger = HttpApiClient.anonymous(hub.port());
    assertThat(stranger.get(ROOT + "/entry").status()).isEqualTo(401);
    assertThat(stranger.get(ROOT + "/flow_handlers").status()).isEqualTo(401);
    assertThat(stranger.post(FLOW, new JsonObject()).status()).isEqualTo(401);
    assertThat(stranger.delete(FLOW + "/x").status()).isEqualTo(401);
  }

  @Test
  void a_slow_set_up_delays_the_answer_and_the_state_is_that_of_its_end() {
    Gate gate = new Gate();
    fixture.onSetUp =
        Behaviours.slowly(
            gate, entry -> Future.failedFuture(new ConfigEntryNotReady("The service sleeps.")));
    gate.open();
    assertThat(ada.add("fixture", FORM).getJsonObject("result").getString("state"))
        .isEqualTo("setup_retry");
  }
}
