package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.homekeep.fixture.ScriptedFlow.Moment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/repairs/issues/fix}, framework.md §9.2. */
class RepairFlowTest {
  private static final String FIX = "/api/repairs/issues/fix";
  private static final FormSchema CAP = FormSchema.of(Field.Text.required("cap"));

  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path config) {
    FixtureIntegration fixture = new FixtureIntegration();
    fixture.repairFlows =
        Map.of(
            "cap_reached",
            FlowFactory.of(
                new FlowKeys(Set.of("init"), Set.of(), Set.of("given_up")),
                () -> new ScriptedFlow.Repair(RepairFlowTest::script)));
    hub = new EntriesHub(config, fixture);
    hub.addEntry("h");
    report("cap_reached", true);
    report("just_so", true);
    report("not_fixable", false);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void report(String key, boolean fixable) {
    hub.onContext(
        () -> {
          hub.issues.report(
              "fixture",
              new Issue(
                  key,
                  Severity.ERROR,
                  fixable,
                  false,
                  key,
                  Map.of("bucket", "b"),
                  Optional.empty()));
          return true;
        });
  }

  private static Future<RepairStep> script(Moment<RepairContext> moment) {
    String bucket = moment.context().issue().placeholders().getOrDefault("bucket", "?");
    return Future.succeededFuture(
        moment.stepId().equals("start")
            ? new StepResult.ShowForm("init", CAP, Map.of(), Map.of("bucket", bucket))
            : moment.input().text("cap").equals("none")
                ? StepResult.Abort.because("given_up")
                : new RepairStep.Resolved());
  }

  private EntriesHub.Answer begin(String issueId) {
    return hub.post(FIX, new JsonObject().put("handler", "fixture").put("issue_id", issueId));
  }

  private int issues(String key) {
    return hub.issues(issue -> issue.getString("issue_id").equals(key)).size();
  }

  @Test
  void an_issue_is_mended_by_the_flow_of_its_integration() {
    JsonObject form = begin("cap_reached").json();
    assertThat(form.getString("handler")).isEqualTo("fixture");
    assertThat(form.getString("step_id")).isEqualTo("init");
    assertThat(form.getJsonObject("description_placeholders").getString("bucket")).isEqualTo("b");

    JsonObject end =
        hub.post(FIX + "/" + form.getString("flow_id"), new JsonObject().put("cap", "10")).json();

    assertThat(end.getString("type")).isEqualTo("create_entry");
    assertThat(issues("cap_reached")).isZero();
  }

  @Test
  void a_fix_flow_that_ends_in_abort_keeps_the_issue() {
    JsonObject form = begin("cap_reached").json();

    hub.post(FIX + "/" + form.getString("flow_id"), new JsonObject().put("cap", "none"));

    assertThat(issues("cap_reached")).isOne();
  }

  @Test
  void without_a_flow_of_the_integration_one_confirms() {
    JsonObject form = begin("just_so").json();
    assertThat(form.getString("step_id")).isEqualTo("confirm");
    assertThat(form.getJsonArray("data_schema")).isEmpty();

    JsonObject end = hub.post(FIX + "/" + form.getString("flow_id"), new JsonObject()).json();

    assertThat(end.getString("type")).isEqualTo("create_entry");
    assertThat(issues("just_so")).isZero();
  }

  @Test
  void whoever_reported_an_issue_hears_that_somebody_confirmed_it() {
    List<String> heard = new ArrayList<>();
    hub.onContext(
        () -> {
          hub.issues.onSettled("fixture", heard::add);
          return "listens";
        });
    JsonObject form = begin("just_so").json();
    assertThat(heard).isEmpty();

    hub.post(FIX + "/" + form.getString("flow_id"), new JsonObject());

    assertThat(heard).containsExactly("just_so");
  }

  @Test
  void an_unknown_handler_is_404() {
    assertThat(
            hub.post(FIX, new JsonObject().put("handler", "nobody").put("issue_id", "x")).status())
        .isEqualTo(404);
  }

  @Test
  void an_issue_that_is_unknown_or_not_fixable_is_400() {
    assertThat(begin("unheard_of").status()).isEqualTo(400);
    assertThat(begin("not_fixable").status()).isEqualTo(400);
  }

  @Test
  void get_shows_the_form_and_delete_ends_the_flow_and_keeps_the_issue() {
    JsonObject form = begin("just_so").json();
    String flow = FIX + "/" + form.getString("flow_id");

    assertThat(hub.get(flow).json()).isEqualTo(form);
    assertThat(hub.delete(flow).status()).isEqualTo(200);
    assertThat(hub.get(flow).status()).isEqualTo(404);
    assertThat(issues("just_so")).isOne();
  }

  @Test
  void mending_is_for_administrators() {
    assertThat(hub.asPerson(HttpMethod.POST, FIX).status()).isEqualTo(403);
  }
}
