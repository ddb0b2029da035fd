package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.checks.Patience;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** frontend.md (b), "/config/backup (overview)", "Wizard" and "Other backup pages". */
class BackupPagesSequenceTest extends FrontendHubTest {
  private static final String BACKUP_FIELDS =
      """
      backup_id                string
      date                     timestamp
      name                     string
      agents                   object
      with_automatic_settings  boolean or null
      failed_agent_ids         strings
      failed_addons            array
      failed_folders           array
      extra_metadata           object
      """;

  private static final String DETAIL_FIELDS =
      BACKUP_FIELDS
          + """
          addons                   array
          folders                  array
          database_included        boolean
          homeassistant_included   boolean
          homeassistant_version    string or null
          """;

  private OpenPage page;
  private int events;

  @BeforeEach
  void open() {
    page = page();
    boot(page);
    events = page.subscribe("backup/subscribe_events");
    page.socket().eventsUntil(events, FrontendHubTest::isIdle);
  }

  @AfterEach
  void close() {
    page.close();
  }

  private static JsonObject id(String backupId) {
    return new JsonObject().put("backup_id", backupId);
  }

  private List<JsonObject> untilIdle() {
    return page.socket().eventsUntil(events, FrontendHubTest::isIdle);
  }

  /** Presses "Backup now" and waits for the end. */
  private String made(String password) {
    String id =
        page.call(
                "backup/generate",
                json("{'name':'','agent_ids':['backup.local'],'include_homeassistant':true,'include_database':true}")
                    .put("password", password))
            .getString("backup_job_id");
    assertThat(untilIdle()).contains(completed("create_backup"));
    return page.call("backup/info").getJsonArray("backups").isEmpty() ? "" : newest(id);
  }

  /** The id of a job is none of a backup for every hub; the newest is the one that was made. */
  private String newest(String jobId) {
    assertThat(jobId).isNotEmpty();
    JsonArray backups = page.call("backup/info").getJsonArray("backups");
    return Fields.objects(backups)
        .max((a, b) -> a.getString("date").compareTo(b.getString("date")))
        .orElseThrow()
        .getString("backup_id");
  }

  private static JsonObject completed(String what) {
    return new JsonObject()
        .put("manager_state", what)
        .putNull("stage")
        .put("state", "completed")
        .putNull("reason");
  }

  @Test
  void the_overview_of_a_new_hub_has_every_field_that_it_reads() {
    Fields.check(
        page.call("backup/info"),
        """
        backups                           []
        agent_errors                      {}
        last_attempted_automatic_backup   null
        last_completed_automatic_backup   null
        next_automatic_backup             null
        next_automatic_backup_additional  false
        last_action_event                 null
        state                             "idle"
        """);
    Fields.check(
        page.call("backup/config/info"),
        """
        config.automatic_backups_configured         false
        config.last_attempted_automatic_backup      null
        config.last_completed_automatic_backup      null
        config.next_automatic_backup                null
        config.next_automatic_backup_additional     false
        config.create_backup.agent_ids              strings
        config.create_backup.include_addons         array or null
        config.create_backup.include_all_addons     boolean
        config.create_backup.include_database       boolean
        config.create_backup.include_folders        array or null
        config.create_backup.name                   string or null
        config.create_backup.password               string or null
        config.retention.copies                     number or null
        config.retention.days                       number or null
        config.schedule.recurrence                  "never"
        config.schedule.time                        null
        config.schedule.days                        []
        config.agents                               {}
        """);
    assertThat(page.call("backup/agents/info"))
        .isEqualTo(json("{'agents':[{'agent_id':'backup.local','name':'local'}]}"));
    int entries = page.subscribe("config_entries/subscribe", json("{'type_filter':['service']}"));
    assertThat(page.socket().nextList(entries)).isEqualTo(new JsonArray());
  }

  @Test
  void the_system_page_says_when_the_last_backup_was() {
    made(KEY);

    JsonObject backup = page.call("backup/info").getJsonArray("backups").getJsonObject(0);

    Fields.check(backup, BACKUP_FIELDS);
  }

  @Test
  void a_backup_by_hand_tells_how_far_it_is_until_the_page_asks_again() {
    JsonObject job =
        page.call(
            "backup/generate",
            json("{'name':'','agent_ids':['backup.local'],'include_homeassistant':true,'include_database':true}")
                .put("password", KEY));

    List<JsonObject> told = untilIdle();
    Fields.check(job, "backup_job_id string");
    List<JsonObject> progress =
        told.stream().filter(event -> event.containsKey("agent_id")).toList();
    List<JsonObject> stages =
        told.stream().filter(event -> !event.containsKey("agent_id") && !isIdle(event)).toList();
    for (JsonObject event : stages) {
      Fields.check(
          event,
          """
          manager_state  "create_backup"
          stage          string or null
          state          string
          reason         null
          """);
    }
    assertThat(stages)
        .extracting(event -> event.getString("stage"))
        .contains("home_assistant", "upload_to_agents", "cleaning_up");
    assertThat(stages.get(stages.size() - 1)).isEqualTo(completed("create_backup"));
    for (JsonObject event : progress) {
      Fields.check(
          event,
          """
          manager_state   "create_backup"
          agent_id        "backup.local"
          uploaded_bytes  number
          total_bytes     number
          """);
    }
    JsonObject last = progress.get(progress.size() - 1);
    assertThat(last.getLong("uploaded_bytes")).isEqualTo(last.getLong("total_bytes"));
  }

  @Test
  void a_backup_that_cannot_be_made_says_why() {
    JsonObject error =
        page.refused(
            "backup/generate",
            json(
                "{'name':'','password':null,'agent_ids':['gone.agent'],'include_homeassistant':true,'include_database':true}"));

    assertThat(error.getString("code")).isNotEqualTo("unknown_command");
    assertThat(error.getString("message")).isNotBlank();
  }

  @Test
  void the_wizard_goes_from_the_key_to_the_first_automatic_backup() {
    JsonObject step =
        json("{'schedule':{'recurrence':'daily','time':null,'days':[]},'retention':{'copies':3,'days':null},'automatic_backups_configured':false}")
            .put(
                "create_backup",
                json("{'include_database':true,'agent_ids':['backup.local']}")
                    .put("password", KEY));

    page.order("backup/config/update", step);
    JsonObject afterTheKey = page.call("backup/config/info").getJsonObject("config");
    page.order("backup/config/update", step.put("automatic_backups_configured", true));
    JsonObject job = page.call("backup/generate_with_automatic_settings");

    Fields.check(
        afterTheKey,
        """
        automatic_backups_configured    false
        create_backup.password          "%s"
        create_backup.agent_ids         ["backup.local"]
        create_backup.include_database  true
        retention                       {"copies":3,"days":null}
        schedule.recurrence             "daily"
        schedule.time                   null
        schedule.days                   []
        """
            .formatted(KEY));
    Fields.check(job, "backup_job_id string");
    assertThat(untilIdle()).contains(completed("create_backup"));
    Fields.check(
        page.call("backup/config/info"),
        """
        config.automatic_backups_configured      true
        config.last_attempted_automatic_backup   timestamp
        config.last_completed_automatic_backup   timestamp
        config.next_automatic_backup             timestamp
        config.next_automatic_backup_additional  boolean
        """);
    JsonObject info = page.call("backup/info");
    Fields.check(
        info,
        """
        last_attempted_automatic_backup   timestamp
        last_completed_automatic_backup   timestamp
        next_automatic_backup             timestamp
        last_action_event.manager_state   "create_backup"
        last_action_event.state           "completed"
        """);
    JsonObject backup = info.getJsonArray("backups").getJsonObject(0);
    Fields.check(backup, BACKUP_FIELDS);
    Fields.check(backup, "with_automatic_settings true");
    Fields.check(
        backup.getJsonObject("agents").getJsonObject(LOCAL), "size number\nprotected true");
  }

  @Test
  void the_settings_are_kept_as_they_are_sent_and_the_key_can_be_changed() {
    JsonObject settings =
        json("{'schedule':{'recurrence':'custom_days','time':'03:30:00','days':['mon','fri']},'retention':{'copies':null,'days':7}}")
            .put(
                "create_backup",
                json("{'agent_ids':['backup.local'],'include_folders':[],'include_database':false,'include_addons':[],'include_all_addons':false}")
                    .put("password", KEY));

    page.order("backup/config/update", settings);

    Fields.check(
        page.call("backup/config/info"),
        """
        config.create_backup.password          "%s"
        config.create_backup.include_database  false
        config.retention                       {"copies":null,"days":7}
        config.schedule.recurrence             "custom_days"
        config.schedule.time                   "03:30:00"
        config.schedule.days                   ["mon","fri"]
        """
            .formatted(KEY));
  }

  @Test
  void the_page_of_a_location_changes_one_thing_at_a_time() {
    page.call("backup/agents/info");
    JsonObject retention = json("{'copies':2,'days':null}");

    page.order(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject().put(LOCAL, new JsonObject().put("retention", retention))));
    page.order("backup/config/update", json("{'agents':{'backup.local':{'protected':false}}}"));
    JsonObject both = agents();
    page.order("backup/config/update", json("{'agents':{'backup.local':{'retention':null}}}"));

    assertThat(both.getJsonObject(LOCAL).getJsonObject("retention")).isEqualTo(retention);
    assertThat(both.getJsonObject(LOCAL).getBoolean("protected")).isFalse();
    Fields.check(agents().getJsonObject(LOCAL), "protected false\nretention null");
  }

  private JsonObject agents() {
    return page.call("backup/config/info").getJsonObject("config").getJsonObject("agents");
  }

  @Test
  void the_details_have_every_field_and_are_nothing_of_a_backup_that_is_gone() {
    String id = made(KEY);

    JsonObject details = page.call("backup/details", id(id));
    JsonObject deleted = page.call("backup/delete", id(id));
    JsonObject gone = page.call("backup/details", id(id));

    Fields.check(details, "agent_errors {}\nbackup object");
    Fields.check(details.getJsonObject("backup"), DETAIL_FIELDS);
    assertThat(deleted).isEqualTo(json("{'agent_errors':{}}"));
    assertThat(gone).isEqualTo(json("{'agent_errors':{},'backup':null}"));
    assertThat(page.call("backup/info").getJsonArray("backups")).isEmpty();
  }

  @Test
  void a_download_in_a_new_tab_is_the_archive() {
    String id = made(null);
    String path = "/api/backup/download/" + id + "?agent_id=" + LOCAL;

    HttpApiClient.Answer answer = anonymous().get(page.signed(path));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
    assertThat(answer.body()).contains("backup.json");
  }

  @Test
  void a_download_with_the_key_is_decrypted_and_one_with_a_wrong_key_asks_for_it() {
    String id = made(KEY);
    JsonObject asked = id(id).put("agent_id", LOCAL);
    String path = "/api/backup/download/" + id + "?agent_id=" + LOCAL;

    page.order("backup/can_decrypt_on_download", asked.copy().put("password", KEY));
    JsonObject refused =
        page.refused("backup/can_decrypt_on_download", asked.copy().put("password", "wrong"));
    HttpApiClient.Answer decrypted = anonymous().get(page.signed(path + "&password=" + KEY));
    HttpApiClient.Answer encrypted = anonymous().get(page.signed(path));

    assertThat(refused.getString("code")).isEqualTo("password_incorrect");
    assertThat(decrypted.status()).isEqualTo(200);
    assertThat(header(decrypted, "Content-Disposition")).startsWith("attachment");
    assertThat(decrypted.body()).contains("\"protected\":false");
    assertThat(encrypted.body()).contains("\"protected\":true");
  }

  private static String header(HttpApiClient.Answer answer, String name) {
    return answer.headers().entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Test
  void an_uploaded_archive_is_in_the_list_when_the_page_asks_again() throws IOException {
    String id = made(null);
    Path archive = config.resolve("copy.tar");
    assertThat(page.http().download("/api/backup/download/" + id + "?agent_id=" + LOCAL, archive))
        .isEqualTo(200);
    page.call("backup/delete", id(id));

    HttpApiClient.Answer answer =
        page.http().upload("/api/backup/upload?agent_id=" + LOCAL, archive, "copy.tar");

    assertThat(answer.status()).isEqualTo(201);
    Fields.check(answer.json(), "backup_id \"" + id + "\"");
    List<JsonObject> told = untilIdle();
    assertThat(told).contains(completed("receive_backup"));
    assertThat(page.call("backup/info").getJsonArray("backups")).hasSize(1);
    Files.delete(archive);
  }

  @Test
  void a_restore_asks_for_the_key_when_the_one_that_is_stored_does_not_open_it(
      @TempDir Path elsewhere) throws IOException {
    String id =
        page.http()
            .upload("/api/backup/upload?agent_id=" + LOCAL, archiveOfAnotherHub(elsewhere), "a.tar")
            .json()
            .getString("backup_id");
    untilIdle();
    int second = page.subscribe("backup/subscribe_events");
    assertThat(page.socket().nextEvent(second)).isEqualTo(json("{'manager_state':'idle'}"));

    JsonObject error =
        page.refused(
            "backup/restore",
            id(id)
                .put("agent_id", LOCAL)
                .put("password", "ZZZZ-1234-EFGH-5678-IJKL-9012-MNOP")
                .put("restore_database", true)
                .put("restore_homeassistant", true));

    assertThat(error.getString("code")).isEqualTo("password_incorrect");
    assertThat(data.resolve("configuration.yaml")).hasContent("name: Home");
  }

  @Test
  void a_restore_brings_the_data_back_and_the_page_finds_the_hub_again() throws Exception {
    String id = made(KEY);
    Files.writeString(data.resolve("configuration.yaml"), "name: Changed");
    int second = page.subscribe("backup/subscribe_events");
    assertThat(page.socket().nextEvent(second)).isEqualTo(json("{'manager_state':'idle'}"));

    page.socket()
        .send(
            "backup/restore",
            id(id)
                .put("agent_id", LOCAL)
                .put("password", KEY)
                .put("restore_database", true)
                .put("restore_homeassistant", true));
    JsonObject first = page.socket().nextEvent(second);
    page.socket().awaitClosed();

    Fields.check(
        first,
        """
        manager_state  "restore_backup"
        stage          string or null
        state          "in_progress"
        reason         null
        """);
    try (OpenPage again = Patience.until(() -> OpenPage.of(vertx, hub.port(), page.token()))) {
      assertThat(again.call("integration/wait", json("{'domain':'backup'}")))
          .isEqualTo(json("{'integration_loaded':true}"));
      Fields.check(
          again.call("backup/info"),
          """
          last_action_event.manager_state  "restore_backup"
          last_action_event.state          "completed"
          """);
    }
    assertThat(data.resolve("configuration.yaml")).hasContent("name: Home");
    page = OpenPage.of(vertx, hub.port(), page.token());
  }
}
