package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.FLOW;
import static org.homekeep.core.fixture.EntriesHub.form;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.core.fixture.single.SingleIntegration;
import org.homekeep.fixture.FixtureAgent.Call;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of framework.md §4 and §5.1 about flows. */
class ConfigFlowTest {
  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path directory) {
    hub = new EntriesHub(directory, new FixtureIntegration(), new SingleIntegration());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void starting_a_flow_shows_its_first_form() {
    EntriesHub.Answer answer = hub.post(FLOW, new JsonObject().put("handler", "fixture"));

    assertThat(answer.status()).isEqualTo(200);
    JsonObject form = answer.json();
    assertThat(form.getString("flow_id")).hasSize(26);
    assertThat(form.copy().putNull("flow_id"))
        .isEqualTo(
            new JsonObject(
                """
                {"type":"form","flow_id":null,"handler":"fixture","step_id":"user","data_schema":[
                  {"name":"host","required":true,"type":"string"},
                  {"name":"token","required":true,
                   "selector":{"text":{"type":"password","multiline":false,"multiple":false}}},
                  {"name":"prefix","required":false,"optional":true,"type":"string","default":""}],
                 "errors":null,"description_placeholders":null,"last_step":null,"preview":null}
                """));
  }

  @Test
  void an_unknown_handler_is_404() {
    EntriesHub.Answer answer = hub.post(FLOW, new JsonObject().put("handler", "nobody"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("message")).isEqualTo("Invalid handler specified");
  }

  @Test
  void a_start_without_a_handler_is_400() {
    EntriesHub.Answer answer = hub.post(FLOW, new JsonObject());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("message")).startsWith("Message format incorrect: ");
  }

  @Test
  void neither_a_flow_nor_a_check_waits_behind_transfers() throws InterruptedException {
    hub.post(FLOW + "/" + hub.startFlow(), form("h", "good"));
    IntegrationContext context = hub.fixture.context.orElseThrow();
    CountDownLatch endOfTransfers = new CountDownLatch(1);
    CountDownLatch checked = new CountDownLatch(1);
    try {
      hub.fixture.agent.on(
          Call.LIST,
          call ->
              context
                  .blocking(
                      () -> {
                        endOfTransfers.await();
                        return true;
                      })
                  .mapEmpty());
      BackupAgent location = hub.onContext(() -> hub.entries.loadedAgents().get(0));
      for (int i = 0; i < 100; i++) {
        hub.onContext(location::listBackups);
      }
      context.every(
          Duration.ofSeconds(5),
          () -> context.blocking(() -> true).onSuccess(done -> checked.countDown()));

      JsonObject made = hub.post(FLOW + "/" + hub.startFlow(), form("other", "ask")).json();
      hub.advance(Duration.ofSeconds(5));

      assertThat(made.getString("type")).isEqualTo("create_entry");
      assertThat(checked.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      endOfTransfers.countDown();
    }
  }

  @Test
  void flows_that_end_at_the_same_time_with_the_same_data_make_one_entry() {
    hub.post(FLOW + "/" + hub.startFlow(), form("h", "good"));
    List<String> flows = List.of(hub.startFlow(), hub.startFlow(), hub.startFlow());
    List<Future<EntriesHub.Answer>> answers =
        flows.stream()
            .map(flow -> hub.send(HttpMethod.POST, FLOW + "/" + flow, form("same", "ask")))
            .toList();
    List<JsonObject> made =
        answers.stream().map(answer -> EntriesHub.settle(answer).json()).toList();
    assertThat(made)
        .extracting(json -> json.getString("type"))
        .containsExactlyInAnyOrder("create_entry", "abort", "abort");
    assertThat(made)
        .filteredOn(json -> json.containsKey("reason"))
        .extracting(json -> json.getString("reason"))
        .containsOnly("already_configured");
  }

  @Test
  void a_finished_flow_makes_an_entry_that_is_set_up_before_the_answer() {
    JsonObject made = hub.post(FLOW + "/" + hub.startFlow(), form("h", "good")).json();

    assertThat(made.getString("type")).isEqualTo("create_entry");
    assertThat(made.getString("title")).isEqualTo("h");
    assertThat(made.getInteger("version")).isEqualTo(1);
    assertThat(made.getJsonObject("options")).isEqualTo(new JsonObject());
    assertThat(made.getJsonArray("subentries")).isEqualTo(new JsonArray());
    assertThat(made.getJsonObject("result").getString("state")).isEqualTo("loaded");
    assertThat(made.encode()).doesNotContain("good").doesNotContain("\"data\"");
  }

  @Test
  void the_entry_is_on_the_disk_before_the_answer() {
    hub.post(FLOW + "/" + hub.startFlow(), form("h", "good"));

    JsonObject entry = hub.stored().getJsonObject("data").getJsonArray("entries").getJsonObject(0);
    assertThat(entry.getJsonObject("data")).isEqualTo(form("h", "good").put("prefix", ""));
    assertThat(entry.getString("created_at")).isEqualTo("2026-08-01T10:00:00.123456+00:00");
    assertThat(hub.stored().getInteger("minor_version")).isEqualTo(5);
  }

  @Test
  void an_error_shows_the_form_again_with_what_was_typed_and_it_works_after_correction() {
    String flow = hub.startFlow();

    JsonObject again = hub.post(FLOW + "/" + flow, form("h", "bad")).json();
    assertThat(again.getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_auth"));
    assertThat(again.getJsonObject("description_placeholders"))
        .isEqualTo(new JsonObject().put("host", "h"));
    assertThat(again.getJsonArray("data_schema").getJsonObject(0).getJsonObject("description"))
        .isEqualTo(new JsonObject().put("suggested_value", "h"));
    assertThat(hub.post(FLOW + "/" + flow, form("h", "good")).json().getString("type"))
        .isEqualTo("create_entry");
  }

  @Test
  void a_submission_that_does_not_fit_the_form_is_400_and_does_not_run_the_step() {
    String flow = hub.startFlow();

    EntriesHub.Answer answer =
        hub.post(FLOW + "/" + flow, new JsonObject().put("host", 5).put("colour", "red"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject(
                """
                {"errors":{"host":"expected str","token":"required key not provided",
                 "base":["extra keys not allowed @ data['colour']"]}}
                """));
    assertThat(hub.fixture.submissions).hasValue(0);
    assertThat(hub.get(FLOW + "/" + flow).status()).isEqualTo(200);
  }

  @Test
  void a_step_that_throws_shows_the_same_form_with_unknown() {
    JsonObject again = hub.post(FLOW + "/" + hub.startFlow(), form("h", "throw")).json();

    assertThat(again.getString("type")).isEqualTo("form");
    assertThat(again.getString("step_id")).isEqualTo("user");
    assertThat(again.getJsonObject("errors")).isEqualTo(new JsonObject().put("base", "unknown"));
    assertThat(again.getJsonArray("data_schema").getJsonObject(1).getJsonObject("description"))
        .isEqualTo(new JsonObject().put("suggested_value", "throw"));
  }

  @Test
  void a_key_that_was_not_declared_is_refused() {
    JsonObject again = hub.post(FLOW + "/" + hub.startFlow(), form("h", "undeclared")).json();

    assertThat(again.getJsonObject("errors")).isEqualTo(new JsonObject().put("base", "unknown"));
  }

  @Test
  void a_step_that_hangs_ends_at_its_deadline_and_others_go_on() {
    String flow = hub.startFlow();
    Future<EntriesHub.Answer> hanging =
        hub.send(HttpMethod.POST, FLOW + "/" + flow, form("h", "hang"));
    assertThat(hub.addEntry("other")).isNotEmpty();

    hub.advance(Duration.ofSeconds(61));

    assertThat(EntriesHub.settle(hanging).json().getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "unknown"));
  }

  @Test
  void a_step_that_blocks_its_thread_is_interrupted_at_its_deadline() throws Exception {
    Future<EntriesHub.Answer> blocking =
        hub.send(HttpMethod.POST, FLOW + "/" + hub.startFlow(), form("h", "block"));
    assertThat(hub.fixture.blocked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.addEntry("other")).isNotEmpty();

    hub.advance(Duration.ofSeconds(61));

    assertThat(EntriesHub.settle(blocking).json().getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "unknown"));
    assertThat(hub.fixture.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_second_submission_while_a_step_runs_is_409() {
    String flow = hub.startFlow();
    hub.send(HttpMethod.POST, FLOW + "/" + flow, form("h", "hang"));

    assertThat(hub.post(FLOW + "/" + flow, form("h", "good")).status()).isEqualTo(409);
  }

  @Test
  void get_shows_what_was_shown_last_without_running_the_step_again() {
    String flow = hub.startFlow();
    JsonObject shown = hub.post(FLOW + "/" + flow, form("h", "bad")).json();

    assertThat(hub.get(FLOW + "/" + flow).json()).isEqualTo(shown);
    assertThat(hub.fixture.starts).hasValue(1);
    assertThat(hub.fixture.submissions).hasValue(1);
  }

  @Test
  void get_without_an_id_is_405() {
    assertThat(hub.get(FLOW).status()).isEqualTo(405);
  }

  @Test
  void delete_ends_a_flow() {
    String flow = hub.startFlow();

    EntriesHub.Answer answer = hub.delete(FLOW + "/" + flow);

    assertThat(answer.json().getString("message")).isEqualTo("Flow aborted");
    assertThat(hub.delete(FLOW + "/" + flow).status()).isEqualTo(404);
    assertThat(hub.get(FLOW + "/" + flow).json().getString("message"))
        .isEqualTo("Invalid flow specified");
  }

  @Test
  void everything_about_flows_is_for_administrators() {
    String flow = hub.startFlow();

    assertThat(hub.asPerson(HttpMethod.POST, FLOW).status()).isEqualTo(403);
    assertThat(hub.asPerson(HttpMethod.GET, FLOW + "/" + flow).status()).isEqualTo(403);
    assertThat(hub.asPerson(HttpMethod.POST, FLOW + "/" + flow).status()).isEqualTo(403);
    assertThat(hub.asPerson(HttpMethod.DELETE, FLOW + "/" + flow).status()).isEqualTo(403);
  }

  @Test
  void a_flow_ends_after_an_hour_without_use() {
    String flow = hub.startFlow();
    hub.advance(Duration.ofMinutes(40));
    hub.post(FLOW + "/" + flow, form("h", "bad"));
    hub.advance(Duration.ofMinutes(40));
    assertThat(hub.get(FLOW + "/" + flow).status()).isEqualTo(200);

    hub.advance(Duration.ofMinutes(21));

    assertThat(hub.get(FLOW + "/" + flow).status()).isEqualTo(404);
    assertThat(hub.<Integer>onContext(hub.timers::waiting)).isZero();
  }

  @Test
  void the_flow_used_longest_ago_ends_when_a_user_opens_more_than_twenty() {
    String first = hub.startFlow();
    String second = hub.startFlow();
    for (int i = 0; i < 19; i++) {
      hub.startFlow();
    }

    assertThat(hub.get(FLOW + "/" + first).status()).isEqualTo(404);
    assertThat(hub.get(FLOW + "/" + second).status()).isEqualTo(200);
  }

  @Test
  void a_second_entry_of_the_same_unique_id_is_aborted() {
    hub.addEntry("h");

    JsonObject second = hub.post(FLOW + "/" + hub.startFlow(), form("h", "good")).json();

    assertThat(second.getString("type")).isEqualTo("abort");
    assertThat(second.getString("reason")).isEqualTo("already_configured");
    assertThat(hub.get(EntriesHub.ENTRY).list()).hasSize(1);
  }

  @Test
  void a_second_flow_of_a_single_integration_is_aborted_at_once() {
    JsonObject handler = new JsonObject().put("handler", "single");
    String flow = hub.post(FLOW, handler).json().getString("flow_id");
    hub.post(FLOW + "/" + flow, form("h", "good"));

    JsonObject second = hub.post(FLOW, handler).json();

    assertThat(second.getString("reason")).isEqualTo("single_instance_allowed");
    assertThat(second.getString("translation_domain")).isEqualTo("homeassistant");
  }

  @Test
  void reconfigure_shows_the_data_changes_the_entry_and_reloads_it_once() {
    String entry = hub.addEntry("h");
    JsonObject form =
        hub.post(FLOW, new JsonObject().put("handler", "fixture").put("entry_id", entry)).json();
    assertThat(form.getString("step_id")).isEqualTo("reconfigure");
    assertThat(form.getJsonObject("description_placeholders").getString("name")).isEqualTo("h");

    JsonObject end =
        hub.post(FLOW + "/" + form.getString("flow_id"), form("new", "other-token")).json();

    assertThat(end.getString("type")).isEqualTo("abort");
    assertThat(end.getString("reason")).isEqualTo("reconfigure_successful");
    assertThat(hub.stored().encode()).contains("other-token").doesNotContain("secret-token");
    assertThat(hub.fixture.setUps).hasValue(2);
    assertThat(hub.fixture.unloads).hasValue(1);
    assertThat(hub.state(entry)).isEqualTo("loaded");
  }

  @Test
  void an_integration_hears_what_an_entry_was_before_it_was_reconfigured() {
    List<String> told = new CopyOnWriteArrayList<>();
    hub.fixture.onChanged =
        (before, after) -> {
          told.add(before.data().text("host") + " " + before.data().secret("token").reveal());
          told.add(after.data().text("host") + " " + hub.fixture.unloads);
          throw new IllegalStateException("The fixture was told to throw.");
        };
    String entry = hub.addEntry("h");
    JsonObject form =
        hub.post(FLOW, new JsonObject().put("handler", "fixture").put("entry_id", entry)).json();

    JsonObject end =
        hub.post(FLOW + "/" + form.getString("flow_id"), form("new", "other-token")).json();

    assertThat(end.getString("reason")).isEqualTo("reconfigure_successful");
    assertThat(told).containsExactly("h secret-token", "new 1");
  }

  @Test
  void a_form_shows_a_secret_again_to_whoever_typed_it_and_never_the_stored_one() {
    String entry = hub.addEntry("h");
    JsonObject form =
        hub.post(FLOW, new JsonObject().put("handler", "fixture").put("entry_id", entry)).json();
    assertThat(form.encode()).contains("suggested_value").doesNotContain("secret-token");

    JsonObject again = hub.post(FLOW + "/" + form.getString("flow_id"), form("h", "bad")).json();

    assertThat(again.getJsonArray("data_schema").getJsonObject(1).getJsonObject("description"))
        .isEqualTo(new JsonObject().put("suggested_value", "bad"));
  }

  @Test
  void reconfiguring_an_entry_that_is_not_there_is_404() {
    JsonObject start = new JsonObject().put("handler", "fixture").put("entry_id", "none");

    assertThat(hub.post(FLOW, start).status()).isEqualTo(404);
  }

  @Test
  void flow_handlers_lists_the_domains_that_people_can_add_by_type() {
    assertThat(hub.get("/api/config/config_entries/flow_handlers").list())
        .isEqualTo(new JsonArray().add("fixture").add("single"));
    assertThat(hub.get("/api/config/config_entries/flow_handlers?type=helper").list())
        .isEqualTo(new JsonArray().add("single"));
  }
}
