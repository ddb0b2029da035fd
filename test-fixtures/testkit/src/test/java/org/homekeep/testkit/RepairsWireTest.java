package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of framework.md §9, row by row, through HTTP and a websocket. */
class RepairsWireTest {
  private static final String FIX = "/api/repairs/issues/fix";
  private static final FormSchema CAP = FormSchema.of(Field.Text.required("cap"));

  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = new FixtureIntegration();
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;
  private int changes;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    fixture.repairFlows =
        Map.of(
            "cap_reached",
            FlowFactory.of(
                new FlowKeys(Set.of("init"), Set.of(), Set.of("given_up")),
                () -> new ScriptedFlow.Repair(RepairsWireTest::script)));
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
    changes =
        socket.send(
            "subscribe_events",
            new JsonObject().put("event_type", "repairs_issue_registry_updated"));
    ada.add("fixture", new JsonObject().put("host", "h").put("token", "t"));
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private static Future<RepairStep> script(ScriptedFlow.Moment<?> moment) {
    if (moment.stepId().equals("start")) {
      return Future.succeededFuture(StepResult.ShowForm.of("init", CAP));
    }
    return Future.succeededFuture(
        moment.input().text("cap").equals("none")
            ? StepResult.Abort.because("given_up")
            : new RepairStep.Resolved());
  }

  /** Reports an issue and waits until everybody knows. */
  private void report(String key, boolean fixable) {
    fixture
        .context
        .orElseThrow()
        .issues()
        .report(
            new Issue(
                key,
                Severity.ERROR,
                fixable,
                false,
                key,
                Map.of("bucket", "b"),
                Optional.of("https://example.org/help")));
    assertChange("create", key);
  }

  private void assertChange(String action, String issueId) {
    assertThat(socket.nextEvent(changes).getJsonObject("data"))
        .isEqualTo(
            new JsonObject()
                .put("action", action)
                .put("domain", "fixture")
                .put("issue_id", issueId));
  }

  private JsonArray issues() {
    return socket.call("repairs/list_issues").getJsonArray("issues");
  }

  private static JsonObject about(String issueId) {
    return new JsonObject().put("domain", "fixture").put("issue_id", issueId);
  }

  private HttpApiClient.Answer begin(String domain, String issueId) {
    return ada.http().post(FIX, new JsonObject().put("handler", domain).put("issue_id", issueId));
  }

  @Test
  void list_issues_gives_the_active_ones_without_active_data_and_is_persistent() {
    report("cap_reached", true);
    JsonObject issue = issues().getJsonObject(0);
    assertThat(issue.getString("created")).matches("20\\d\\d-.*T.*\\+00:00");
    issue.remove("created");
    assertThat(issue)
        .isEqualTo(
            new JsonObject(
                """
                {"domain":"fixture","issue_id":"cap_reached","issue_domain":null,"is_fixable":true,
                 "severity":"error","translation_key":"cap_reached",
                 "translation_placeholders":{"bucket":"b"},"breaks_in_ha_version":null,
                 "learn_more_url":"https://example.org/help","dismissed_version":null,
                 "ignored":false}
                """));
  }

  @Test
  void get_issue_data_is_null_without_data_and_an_unknown_issue_has_a_code_of_its_own() {
    report("cap_reached", true);
    JsonObject known = socket.ask("repairs/get_issue_data", about("cap_reached"));
    assertThat(known.getJsonObject("result")).isEqualTo(new JsonObject().putNull("issue_data"));
    assertThat(socket.ask("repairs/get_issue_data", about("x")).getJsonObject("error"))
        .isEqualTo(
            new JsonObject().put("code", "unknown_issue").put("message", "Issue 'x' not found"));
  }

  @Test
  void ignoring_remembers_the_version_and_can_be_taken_back() {
    report("cap_reached", true);
    JsonObject ignore = about("cap_reached").put("ignore", true);
    assertThat(socket.ask("repairs/ignore_issue", ignore).getValue("result")).isNull();
    assertThat(issues().getJsonObject(0).getBoolean("ignored")).isTrue();
    assertThat(issues().getJsonObject(0).getString("dismissed_version")).isNotBlank();
    assertChange("update", "cap_reached");
    socket.call("repairs/ignore_issue", ignore.copy().put("ignore", false));
    assertThat(issues().getJsonObject(0).getBoolean("ignored")).isFalse();
    assertThat(
            socket
                .ask("repairs/ignore_issue", about("x").put("ignore", true))
                .getBoolean("success"))
        .isFalse();
  }

  @Test
  void an_issue_is_mended_by_the_flow_of_its_integration_and_deleted() {
    report("cap_reached", true);
    JsonObject form = begin("fixture", "cap_reached").json();
    assertThat(form.getString("step_id")).isEqualTo("init");
    assertThat(form.getString("flow_id")).matches("[0-9a-f]{32}");
    String path = FIX + "/" + form.getString("flow_id");
    assertThat(ada.http().get(path).json()).isEqualTo(form);
    assertThat(ada.http().post(path, new JsonObject()).status()).isEqualTo(400);
    assertThat(ada.http().post(path, new JsonObject().put("cap", "9")).json().getString("type"))
        .isEqualTo("create_entry");
    assertChange("remove", "cap_reached");
    assertThat(issues()).isEmpty();
  }

  @Test
  void a_fix_flow_that_ends_in_abort_keeps_the_issue() {
    report("cap_reached", true);
    String path = FIX + "/" + begin("fixture", "cap_reached").json().getString("flow_id");
    assertThat(
            ada.http().post(path, new JsonObject().put("cap", "none")).json().getString("reason"))
        .isEqualTo("given_up");
    assertThat(issues()).hasSize(1);
  }

  @Test
  void delete_ends_the_flow_and_keeps_the_issue() {
    report("cap_reached", true);
    String path = FIX + "/" + begin("fixture", "cap_reached").json().getString("flow_id");
    assertThat(ada.http().delete(path).json())
        .isEqualTo(new JsonObject().put("message", "Flow aborted"));
    assertThat(ada.http().get(path).status()).isEqualTo(404);
    assertThat(issues()).hasSize(1);
  }

  @Test
  void without_a_flow_of_the_integration_one_confirms_an_empty_form() {
    report("just_so", true);
    JsonObject form = begin("fixture", "just_so").json();
    assertThat(form.getString("step_id")).isEqualTo("confirm");
    assertThat(form.getJsonArray("data_schema")).isEmpty();
    ada.http().post(FIX + "/" + form.getString("flow_id"), new JsonObject());
    assertChange("remove", "just_so");
  }

  @Test
  void an_unknown_handler_is_404_and_what_cannot_be_mended_is_400() {
    report("not_fixable", false);
    assertThat(begin("nobody", "x").status()).isEqualTo(404);
    assertThat(begin("fixture", "unknown").status()).isEqualTo(400);
    assertThat(begin("fixture", "not_fixable").status()).isEqualTo(400);
  }

  @Test
  void reporting_the_same_again_fires_nothing() {
    report("just_so", true);
    fixture
        .context
        .orElseThrow()
        .issues()
        .report(
            new Issue(
                "just_so",
                Severity.ERROR,
                true,
                false,
                "just_so",
                Map.of("bucket", "b"),
                Optional.of("https://example.org/help")));
    fixture.context.orElseThrow().issues().resolve("just_so");
    assertChange("remove", "just_so");
  }
}
