package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.core.fixture.FakeSocket;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.homekeep.fixture.ScriptedFlow.Moment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subentries (framework.md §3.7, §5.1, §5.3). */
class SubentryTest {
  private static final String FLOWS = "/api/config/config_entries/subentries/flow";
  private static final FormSchema SCHEMA =
      FormSchema.of(Field.Text.required("path"), Field.Hidden.password("code"));

  private final List<ConfigEntry> setUps = new CopyOnWriteArrayList<>();
  private Path config;
  private EntriesHub hub;
  private String entry;

  @BeforeEach
  void start(@TempDir Path directory) {
    config = directory;
    hub = new EntriesHub(config, fixture());
    entry = hub.addEntry("h");
  }

  private FixtureIntegration fixture() {
    FixtureIntegration fixture = new FixtureIntegration();
    fixture.onSetUp =
        loaded -> {
          setUps.add(loaded);
          return Future.succeededFuture(fixture.loaded());
        };
    fixture.subentryTypes =
        Map.of(
            "folder",
            new SubentryType(
                SCHEMA,
                FlowFactory.of(
                    new FlowKeys(
                        Set.of("user", "reconfigure"), Set.of(), Set.of("reconfigure_successful")),
                    () -> new ScriptedFlow.Subentry(SubentryTest::script))),
            "fixed",
            new SubentryType(
                FormSchema.empty(),
                FlowFactory.of(
                    new FlowKeys(Set.of("user"), Set.of(), Set.of()),
                    () -> new ScriptedFlow.Subentry(SubentryTest::script))));
    return fixture;
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Future<SubentryStep> script(Moment<SubentryContext> moment) {
    boolean mends = moment.context().source() == FlowSource.RECONFIGURE;
    if (moment.stepId().equals("start")) {
      return Future.succeededFuture(
          StepResult.ShowForm.of(
              mends ? "reconfigure" : "user",
              mends ? SCHEMA.suggesting(moment.context().subentryToMend().data()) : SCHEMA));
    }
    String path = moment.input().text("path");
    return Future.succeededFuture(
        mends
            ? new SubentryStep.UpdateSubentry(path, moment.input(), "reconfigure_successful")
            : new SubentryStep.CreateSubentry(
                new NewSubentry("folder", path, Optional.of(path), moment.input())));
  }

  private EntriesHub.Answer begin(String type, Optional<String> subentryId) {
    JsonObject body = new JsonObject().put("handler", new JsonArray().add(entry).add(type));
    subentryId.ifPresent(id -> body.put("subentry_id", id));
    return hub.post(FLOWS, body);
  }

  private JsonObject submit(JsonObject form, String path) {
    return hub.post(
            FLOWS + "/" + form.getString("flow_id"),
            new JsonObject().put("path", path).put("code", "s-e-c-r-e-t"))
        .json();
  }

  private JsonObject add(String path) {
    return submit(begin("folder", Optional.empty()).json(), path);
  }

  private JsonArray list() {
    return hub.command("config_entries/subentries/list", new JsonObject().put("entry_id", entry))
        .getJsonArray("result");
  }

  private String idOf(int index) {
    return list().getJsonObject(index).getString("subentry_id");
  }

  private JsonObject shown() {
    return hub.get(EntriesHub.ENTRY).list().getJsonObject(0);
  }

  @Test
  void an_entry_says_which_types_it_has_and_how_many() {
    add("a");

    assertThat(shown().getJsonObject("supported_subentry_types"))
        .isEqualTo(
            new JsonObject(
                """
                {"folder":{"supports_reconfigure":true},"fixed":{"supports_reconfigure":false}}
                """));
    assertThat(shown().getInteger("num_subentries")).isEqualTo(1);
  }

  @Test
  void a_flow_makes_a_subentry_and_the_entry_is_set_up_with_it() {
    JsonObject form = begin("folder", Optional.empty()).json();
    assertThat(form.getJsonArray("handler")).isEqualTo(new JsonArray().add(entry).add("folder"));

    JsonObject end = submit(form, "a");

    assertThat(end.getString("type")).isEqualTo("create_entry");
    assertThat(end.fieldNames()).doesNotContain("result", "data", "context");
    assertThat(list().getJsonObject(0).copy())
        .isEqualTo(
            new JsonObject()
                .put("subentry_id", idOf(0))
                .put("subentry_type", "folder")
                .put("title", "a")
                .put("unique_id", "a"));
    ConfigEntry last = setUps.get(setUps.size() - 1);
    assertThat(last.subentries("folder").get(0).data().secret("code").reveal())
        .isEqualTo("s-e-c-r-e-t");
  }

  @Test
  void subentries_survive_a_restart() {
    add("a");
    JsonArray before = list();
    hub.close();
    hub = new EntriesHub(config, fixture());

    assertThat(list()).isEqualTo(before);
  }

  @Test
  void a_second_subentry_of_the_same_unique_id_is_aborted() {
    add("a");

    assertThat(add("a").getString("reason")).isEqualTo("already_configured");
    assertThat(list()).hasSize(1);
  }

  @Test
  void reconfigure_changes_a_subentry() {
    add("a");
    JsonObject form = begin("folder", Optional.of(idOf(0))).json();
    assertThat(form.getString("step_id")).isEqualTo("reconfigure");

    JsonObject end = submit(form, "b");

    assertThat(end.getString("reason")).isEqualTo("reconfigure_successful");
    assertThat(list().getJsonObject(0).getString("title")).isEqualTo("b");
    assertThat(hub.stored().encode()).contains("\"path\":\"b\"");
  }

  @Test
  void what_cannot_be_changed_is_refused() {
    assertThat(begin("fixed", Optional.of("any")).status()).isEqualTo(400);
    assertThat(begin("folder", Optional.of("nobody")).status()).isEqualTo(404);
  }

  @Test
  void an_unknown_type_or_entry_is_404() {
    assertThat(begin("unheard_of", Optional.empty()).status()).isEqualTo(404);
    entry = "nobody";
    assertThat(begin("folder", Optional.empty()).status()).isEqualTo(404);
  }

  @Test
  void a_title_can_be_changed_without_a_reload() {
    add("a");
    int before = setUps.size();

    JsonObject answer =
        hub.command(
            "config_entries/subentries/update",
            new JsonObject().put("entry_id", entry).put("subentry_id", idOf(0)).put("title", "t"));

    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(list().getJsonObject(0).getString("title")).isEqualTo("t");
    assertThat(setUps).hasSize(before);
  }

  @Test
  void a_subentry_can_be_deleted() {
    add("a");
    JsonObject which = new JsonObject().put("entry_id", entry).put("subentry_id", idOf(0));

    JsonObject answer = hub.command("config_entries/subentries/delete", which);
    JsonObject again = hub.command("config_entries/subentries/delete", which);

    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getValue("result")).isNull();
    assertThat(list()).isEmpty();
    assertThat(again.getJsonObject("error").getString("code")).isEqualTo("not_found");
    assertThat(again.getJsonObject("error").getString("message"))
        .isEqualTo("Config subentry not found");
    assertThat(setUps.get(setUps.size() - 1).subentries()).isEmpty();
  }

  @Test
  void everything_about_subentries_is_for_administrators() {
    FakeSocket person = hub.socketOfPerson();
    JsonObject which = new JsonObject().put("entry_id", entry);

    assertThat(
            hub.command(person, "config_entries/subentries/list", which)
                .getJsonObject("error")
                .getString("code"))
        .isEqualTo("unauthorized");
    assertThat(hub.asPerson(HttpMethod.POST, FLOWS).status()).isEqualTo(403);
  }

  @Test
  void a_secret_of_a_subentry_is_in_no_diagnostics() {
    add("a");
    hub.fixture.onDiagnostics =
        loaded ->
            Future.succeededFuture(
                new JsonObject()
                    .put("leak", loaded.subentries().get(0).data().secret("code").reveal()));

    EntriesHub.Answer answer = hub.get("/api/diagnostics/config_entry/" + entry);

    assertThat(answer.text()).doesNotContain("s-e-c-r-e-t");
  }
}
