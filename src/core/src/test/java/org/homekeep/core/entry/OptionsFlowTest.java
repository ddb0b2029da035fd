package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.NextFlow;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.homekeep.fixture.ScriptedFlow.Moment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options flows (framework.md §3.7, §5.1). */
class OptionsFlowTest {
  private static final String OPTIONS = "/api/config/config_entries/options/flow";
  private static final FormSchema SCHEMA =
      FormSchema.of(
          new Field.Numeric(
              "days",
              true,
              true,
              Optional.of(BigDecimal.ONE),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
  private static final FlowKeys KEYS =
      new FlowKeys(Set.of("init"), Set.of("too_long"), Set.of("already_configured"));

  private EntriesHub hub;
  private String entry;

  @BeforeEach
  void start(@TempDir Path config) {
    FixtureIntegration fixture = new FixtureIntegration();
    fixture.optionsSchema = SCHEMA;
    fixture.optionsFlow =
        Optional.of(FlowFactory.of(KEYS, () -> new ScriptedFlow.Options(OptionsFlowTest::script)));
    hub = new EntriesHub(config, fixture);
    entry = hub.addEntry("h");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Future<OptionsStep> script(Moment<OptionsContext> moment) {
    Values known = moment.context().entry().options();
    return Future.succeededFuture(
        moment.stepId().equals("start")
            ? StepResult.ShowForm.of("init", SCHEMA.suggesting(known))
            : moment.input().number("days").intValue() > 99
                ? new StepResult.ShowForm(
                    "init", SCHEMA.suggesting(moment.input()), Map.of("days", "too_long"), Map.of())
                : new OptionsStep.SaveOptions(moment.input()));
  }

  private JsonObject begin() {
    return hub.post(OPTIONS, new JsonObject().put("handler", entry)).json();
  }

  private JsonObject submit(JsonObject form, int days) {
    return hub.post(OPTIONS + "/" + form.getString("flow_id"), new JsonObject().put("days", days))
        .json();
  }

  @Test
  void an_entry_says_that_it_has_options() {
    assertThat(hub.get(EntriesHub.ENTRY).list().getJsonObject(0).getBoolean("supports_options"))
        .isTrue();
  }

  @Test
  void the_first_step_is_init_with_the_entry_as_handler() {
    JsonObject form = begin();

    assertThat(form)
        .isEqualTo(
            new JsonObject(
                    """
                    {"type":"form","step_id":"init","errors":null,"last_step":null,"preview":null,
                     "description_placeholders":{"name":"h"},
                     "data_schema":[{"name":"days","required":true,"type":"integer","valueMin":1}]}
                    """)
                .put("handler", entry)
                .put("flow_id", form.getString("flow_id")));
    assertThat(form.getString("flow_id")).matches("[0-9a-f]{32}");
  }

  @Test
  void finishing_replaces_the_options_and_reloads_the_entry() {
    JsonObject end = submit(begin(), 5);

    assertThat(end.getString("type")).isEqualTo("create_entry");
    assertThat(end.fieldNames()).doesNotContain("result", "data", "context");
    assertThat(stored().getJsonObject("options")).isEqualTo(new JsonObject().put("days", 5));
    assertThat(stored().getJsonObject("data").getString("host")).isEqualTo("h");
    assertThat(hub.fixture.setUps).hasValue(2);
    assertThat(begin().getJsonArray("data_schema").getJsonObject(0).getJsonObject("description"))
        .isEqualTo(new JsonObject().put("suggested_value", 5));
  }

  private JsonObject stored() {
    return hub.stored().getJsonObject("data").getJsonArray("entries").getJsonObject(0);
  }

  @Test
  void options_that_did_not_change_reload_nothing() {
    submit(begin(), 5);
    submit(begin(), 5);

    assertThat(hub.fixture.setUps).hasValue(2);
  }

  @Test
  void what_runs_can_take_the_options_over_and_is_not_reloaded() {
    List<BigDecimal> taken = new CopyOnWriteArrayList<>();
    hub.fixture.onTakeOver =
        changed -> {
          taken.add(changed.options().number("days"));
          return Future.succeededFuture(true);
        };

    submit(begin(), 5);

    assertThat(taken).containsExactly(BigDecimal.valueOf(5));
    assertThat(hub.fixture.setUps).hasValue(1);
    assertThat(stored().getJsonObject("options")).isEqualTo(new JsonObject().put("days", 5));
  }

  @Test
  void what_fails_to_take_the_options_over_is_reloaded() {
    hub.fixture.onTakeOver =
        changed -> {
          throw new IllegalStateException("The fixture was told to throw.");
        };

    submit(begin(), 5);

    assertThat(hub.fixture.setUps).hasValue(2);
    assertThat(hub.fixture.unloads).hasValue(1);
  }

  @Test
  void an_error_shows_the_form_again() {
    JsonObject form = begin();

    assertThat(submit(form, 100).getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("days", "too_long"));
    assertThat(submit(form, 1).getString("type")).isEqualTo("create_entry");
  }

  @Test
  void what_does_not_fit_the_form_is_400_and_changes_nothing() {
    JsonObject form = begin();

    EntriesHub.Answer refused =
        hub.post(OPTIONS + "/" + form.getString("flow_id"), new JsonObject().put("days", 0));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getJsonObject("errors").containsKey("days")).isTrue();
    assertThat(stored().getJsonObject("options")).isEqualTo(new JsonObject());
  }

  @Test
  void an_unknown_entry_is_404() {
    EntriesHub.Answer answer = hub.post(OPTIONS, new JsonObject().put("handler", "nobody"));

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void a_flow_of_an_entry_that_is_removed_ends() {
    JsonObject form = begin();
    hub.delete(EntriesHub.ENTRY + "/" + entry);

    assertThat(hub.get(OPTIONS + "/" + form.getString("flow_id")).status()).isEqualTo(404);
  }

  @Test
  void options_are_for_administrators() {
    assertThat(hub.asPerson(HttpMethod.POST, OPTIONS).status()).isEqualTo(403);
  }

  @Test
  void an_entry_that_was_just_made_can_lead_to_its_options(@TempDir Path other) {
    FixtureIntegration fixture = new FixtureIntegration();
    fixture.optionsFlow =
        Optional.of(FlowFactory.of(KEYS, () -> new ScriptedFlow.Options(OptionsFlowTest::script)));
    fixture.configFlow =
        Optional.of(
            FlowFactory.of(
                KEYS,
                () ->
                    new ScriptedFlow.Config(
                        moment ->
                            Future.succeededFuture(
                                new ConfigStep.CreateEntry(
                                    "made",
                                    Optional.empty(),
                                    Values.empty().with("host", new Value.Text("h")),
                                    Values.empty(),
                                    List.of(),
                                    Optional.of(new NextFlow.Options()))))));
    try (EntriesHub second = new EntriesHub(other, fixture)) {
      JsonObject end =
          second.post(EntriesHub.FLOW, new JsonObject().put("handler", "fixture")).json();

      JsonArray next = end.getJsonArray("next_flow");
      assertThat(next.getString(0)).isEqualTo("options_flow");
      assertThat(second.get(OPTIONS + "/" + next.getString(1)).json().getString("step_id"))
          .isEqualTo("init");
    }
  }
}
