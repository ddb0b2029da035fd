package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.FLOW;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.FlowProgress;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.homekeep.fixture.ScriptedFlow.Moment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result types of framework.md §4.1 and what §4.3 says of each. */
class FlowResultsTest {
  private static final FormSchema HOST = FormSchema.of(Field.Text.required("host"));
  private static final FlowKeys KEYS =
      new FlowKeys(
          Set.of("user", "menu", "discover", "manual", "wait", "login", "back"),
          Set.of("cannot_connect"),
          Set.of("no_devices_found"),
          Set.of("looking"));

  @TempDir private Path config;
  private Optional<EntriesHub> running = Optional.empty();

  private EntriesHub hub(Function<Moment<FlowContext>, Future<ConfigStep>> script) {
    FixtureIntegration fixture = new FixtureIntegration();
    fixture.configFlow = Optional.of(FlowFactory.of(KEYS, () -> new ScriptedFlow.Config(script)));
    EntriesHub hub = new EntriesHub(config, fixture);
    running = Optional.of(hub);
    return hub;
  }

  @AfterEach
  void stop() {
    running.ifPresent(EntriesHub::close);
  }

  private static Future<ConfigStep> form(String step) {
    return Future.succeededFuture(StepResult.ShowForm.of(step, HOST));
  }

  private static Future<ConfigStep> entry(String title) {
    return Future.succeededFuture(
        new ConfigStep.CreateEntry(title, Optional.of(title), Values.empty(), Values.empty()));
  }

  private static JsonObject start(EntriesHub hub) {
    return hub.post(FLOW, new JsonObject().put("handler", "fixture")).json();
  }

  private static Future<ConfigStep> menu(Moment<FlowContext> moment) {
    return moment.stepId().equals("start")
        ? Future.succeededFuture(
            new StepResult.ShowMenu(
                "menu", List.of("discover", "manual"), Map.of("brand", "Fixture")))
        : form(moment.stepId());
  }

  @Test
  void a_menu_offers_steps_and_the_chosen_one_is_shown() {
    EntriesHub hub = hub(FlowResultsTest::menu);

    JsonObject menu = start(hub);

    assertThat(menu)
        .isEqualTo(
            new JsonObject(
                    """
                    {"type":"menu","handler":"fixture","step_id":"menu",
                     "data_schema":[{"name":"next_step_id","required":true,"type":"select",
                       "options":[["discover","discover"],["manual","manual"]]}],
                     "menu_options":["discover","manual"],
                     "description_placeholders":{"brand":"Fixture"}}
                    """)
                .put("flow_id", menu.getString("flow_id")));
    JsonObject chosen =
        hub.post(
                FLOW + "/" + menu.getString("flow_id"),
                new JsonObject().put("next_step_id", "manual"))
            .json();
    assertThat(chosen.getString("type")).isEqualTo("form");
    assertThat(chosen.getString("step_id")).isEqualTo("manual");
  }

  @Test
  void a_step_that_a_menu_does_not_offer_is_400_and_the_menu_stays() {
    EntriesHub hub = hub(FlowResultsTest::menu);
    String flow = FLOW + "/" + start(hub).getString("flow_id");

    EntriesHub.Answer refused = hub.post(flow, new JsonObject().put("next_step_id", "login"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getJsonObject("errors").getJsonArray("base")).hasSize(1);
    assertThat(hub.post(flow, new JsonObject()).status()).isEqualTo(400);
    assertThat(hub.get(flow).json().getString("type")).isEqualTo("menu");
  }

  @Test
  void a_progress_goes_on_by_itself_and_clients_are_told_to_look_again() {
    Promise<String> work = Promise.promise();
    EntriesHub hub =
        hub(
            moment ->
                moment.stepId().equals("start")
                    ? progress(running -> work.future())
                    : form(moment.stepId()));

    JsonObject shown = start(hub);
    String flow = FLOW + "/" + shown.getString("flow_id");

    assertThat(shown)
        .isEqualTo(
            new JsonObject(
                    """
                    {"type":"progress","handler":"fixture","step_id":"wait",
                     "progress_action":"looking","description_placeholders":null}
                    """)
                .put("flow_id", shown.getString("flow_id")));
    assertThat(hub.post(flow, new JsonObject()).json()).isEqualTo(shown);
    work.complete("manual");
    JsonObject told = hub.awaitFired("data_entry_flow_progressed");
    assertThat(told.getString("flow_id")).isEqualTo(shown.getString("flow_id"));
    assertThat(told.getString("handler")).isEqualTo("fixture");
    assertThat(told.getBoolean("refresh")).isTrue();
    assertThat(hub.get(flow).json().getString("step_id")).isEqualTo("manual");
  }

  @Test
  void a_progress_tells_how_much_is_done() {
    AtomicReference<FlowProgress> given = new AtomicReference<>();
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    EntriesHub hub =
        hub(
            moment ->
                progress(
                    running -> {
                      given.set(running);
                      begun.complete(true);
                      return Promise.<String>promise().future();
                    }));
    JsonObject shown = start(hub);
    begun.orTimeout(20, TimeUnit.SECONDS).join();

    given.get().report(0.25);

    JsonObject told = hub.awaitFired("data_entry_flow_progress_update");
    assertThat(told.getDouble("progress")).isEqualTo(0.25);
    assertThat(told.getString("flow_id")).isEqualTo(shown.getString("flow_id"));
    hub.delete(FLOW + "/" + shown.getString("flow_id"));
    assertThat(given.get().cancelled()).isTrue();
  }

  @Test
  void an_entry_that_a_progress_makes_is_there_although_nobody_looks_and_its_answer_is_kept() {
    Promise<String> work = Promise.promise();
    EntriesHub hub =
        hub(
            moment ->
                moment.stepId().equals("start")
                    ? progress(running -> work.future())
                    : entry("found"));
    String flow = FLOW + "/" + start(hub).getString("flow_id");

    work.complete("manual");
    hub.awaitFired("data_entry_flow_progressed");

    assertThat(hub.get(EntriesHub.ENTRY).list()).hasSize(1);
    assertThat(hub.get(flow).json().getString("type")).isEqualTo("create_entry");
    hub.advance(Duration.ofMinutes(11));
    assertThat(hub.get(flow).status()).isEqualTo(404);
  }

  @Test
  void a_progress_that_fails_ends_the_flow() {
    EntriesHub hub =
        hub(moment -> progress(running -> Future.failedFuture("The network is away.")));
    String flow = FLOW + "/" + start(hub).getString("flow_id");

    hub.awaitFired("data_entry_flow_progressed");

    assertThat(hub.get(flow).json().getString("type")).isEqualTo("abort");
    assertThat(hub.get(flow).json().getString("reason")).isEqualTo("unknown");
  }

  @Test
  void an_external_page_is_shown_with_the_way_back_and_the_flow_goes_on_there() {
    AtomicReference<String> answered = new AtomicReference<>("");
    EntriesHub hub =
        hub(
            moment -> {
              if (moment.stepId().equals("start")) {
                return external();
              }
              answered.set(String.valueOf(moment.answer()));
              return form("back");
            });

    JsonObject shown = start(hub);

    assertThat(shown.getString("type")).isEqualTo("external");
    assertThat(shown.getString("step_id")).isEqualTo("login");
    String url = shown.getString("url");
    assertThat(url)
        .startsWith("https://service.test/login?to=http://hub.test:8123/auth/external/callback&");
    String state = url.substring(url.indexOf("state=") + 6);
    String callback = "/auth/external/callback?code=c-0-d-e&state=" + state;

    assertThat(hub.get(callback).status()).isEqualTo(200);
    hub.awaitFired("data_entry_flow_progressed");

    assertThat(answered.get()).isEqualTo("{code=c-0-d-e}");
    assertThat(hub.get(FLOW + "/" + shown.getString("flow_id")).json().getString("step_id"))
        .isEqualTo("back");
    assertThat(hub.get(callback).status()).isEqualTo(400);
  }

  @Test
  void coming_back_with_a_secret_that_nobody_gave_out_is_400() {
    EntriesHub hub = hub(moment -> external());
    JsonObject shown = start(hub);

    assertThat(hub.get("/auth/external/callback?code=c&state=guess").status()).isEqualTo(400);
    assertThat(hub.get("/auth/external/callback?code=c").status()).isEqualTo(400);
    assertThat(hub.get(FLOW + "/" + shown.getString("flow_id")).json()).isEqualTo(shown);
  }

  @Test
  void after_an_external_flow_was_ended_nobody_comes_back_to_it() {
    EntriesHub hub = hub(moment -> external());
    JsonObject shown = start(hub);
    String url = shown.getString("url");
    hub.delete(FLOW + "/" + shown.getString("flow_id"));

    String state = url.substring(url.indexOf("state=") + 6);

    assertThat(hub.get("/auth/external/callback?state=" + state).status()).isEqualTo(400);
  }

  @Test
  void an_abort_says_why() {
    EntriesHub hub =
        hub(
            moment ->
                Future.succeededFuture(
                    new StepResult.Abort("no_devices_found", Map.of("network", "n"))));

    JsonObject abort = start(hub);

    assertThat(abort)
        .isEqualTo(
            new JsonObject(
                    """
                    {"type":"abort","handler":"fixture","reason":"no_devices_found",
                     "description_placeholders":{"network":"n"}}
                    """)
                .put("flow_id", abort.getString("flow_id")));
    assertThat(hub.get(FLOW + "/" + abort.getString("flow_id")).status()).isEqualTo(404);
  }

  @Test
  void a_form_may_say_that_it_is_the_last_one() {
    EntriesHub hub =
        hub(
            moment ->
                Future.succeededFuture(
                    new StepResult.ShowForm("user", HOST, Map.of(), Map.of(), Optional.of(true))));

    assertThat(start(hub).getBoolean("last_step")).isTrue();
  }

  @Test
  void a_menu_of_steps_that_were_not_declared_is_refused() {
    EntriesHub hub =
        hub(
            moment ->
                Future.succeededFuture(
                    new StepResult.ShowMenu("menu", List.of("elsewhere"), Map.of())));

    assertThat(start(hub).getString("reason")).isEqualTo("unknown");
  }

  @Test
  void flows_of_other_kinds_are_not_found_here() {
    EntriesHub hub = hub(FlowResultsTest::menu);
    String id = start(hub).getString("flow_id");

    assertThat(hub.get("/api/config/config_entries/options/flow/" + id).status()).isEqualTo(404);
    assertThat(hub.get("/api/config/config_entries/subentries/flow/" + id).status()).isEqualTo(404);
    assertThat(hub.asPerson(HttpMethod.GET, "/api/config/config_entries/options/flow/" + id))
        .extracting(EntriesHub.Answer::status)
        .isEqualTo(403);
  }

  @Test
  void two_open_flows_about_one_thing_end_with_one_entry() {
    AtomicInteger asked = new AtomicInteger();
    EntriesHub hub =
        hub(
            moment ->
                moment.stepId().equals("start")
                    ? form("user")
                    : Future.succeededFuture(
                        new ConfigStep.About(
                            "the-same",
                            asked.incrementAndGet() < 3
                                ? StepResult.ShowForm.of("manual", HOST)
                                : new ConfigStep.CreateEntry(
                                    "made", Optional.empty(), Values.empty(), Values.empty()))));
    JsonObject typed = new JsonObject().put("host", "h");
    String first = FLOW + "/" + start(hub).getString("flow_id");
    String second = FLOW + "/" + start(hub).getString("flow_id");
    hub.post(first, typed);
    hub.post(second, typed);

    assertThat(hub.post(first, typed).json().getString("type")).isEqualTo("create_entry");

    assertThat(hub.get(second).status()).isEqualTo(404);
    assertThat(hub.stored().getJsonObject("data").getJsonArray("entries"))
        .extracting(entry -> ((JsonObject) entry).getString("unique_id"))
        .containsExactly("the-same");
    String third = FLOW + "/" + start(hub).getString("flow_id");
    assertThat(hub.post(third, typed).json().getString("reason")).isEqualTo("already_configured");
  }

  private static Future<ConfigStep> progress(StepResult.ProgressTask task) {
    return Future.succeededFuture(new StepResult.ShowProgress("wait", "looking", Map.of(), task));
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "/login", "https:login"})
  void no_browser_is_sent_to_what_is_no_page(String address) {
    EntriesHub hub = hub(moment -> external((callback, state) -> URI.create(address)));

    assertThat(start(hub).getString("reason")).isEqualTo("unknown");
  }

  private static Future<ConfigStep> external() {
    return external(
        (callback, state) ->
            URI.create("https://service.test/login?to=" + callback + "&state=" + state));
  }

  private static Future<ConfigStep> external(StepResult.ExternalPage page) {
    return Future.succeededFuture(new StepResult.OpenExternal("login", page, Map.of()));
  }
}
