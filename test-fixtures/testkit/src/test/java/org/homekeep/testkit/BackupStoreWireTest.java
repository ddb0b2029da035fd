package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hub on a directory that another Home Assistant left: its settings of backups in each version
 * that there was (backup.md §3.1), and its time zone (§3.3).
 */
class BackupStoreWireTest {
  private static final int NEWEST = 7;

  private Path config;
  private Path data;
  private Optional<TestHub> running = Optional.empty();

  @BeforeEach
  void prepare(@TempDir Path temporary) throws IOException {
    config = Files.createDirectories(temporary.resolve("config"));
    data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "x: 1");
    Files.createDirectories(config.resolve(".storage"));
  }

  @AfterEach
  void stop() {
    running.ifPresent(TestHub::close);
  }

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  private void store(int version, int minorVersion, JsonObject stored) throws IOException {
    Files.writeString(
        config.resolve(".storage/backup"),
        new JsonObject()
            .put("version", version)
            .put("minor_version", minorVersion)
            .put("key", "backup")
            .put("data", stored)
            .encode());
  }

  private TestHub hub() {
    TestHub hub = TestHub.start(config, data, Map.of());
    running = Optional.of(hub);
    return hub;
  }

  private JsonObject settings(TestHub hub) {
    return hub.ask(HubSession.first(hub.port()), "backup/config/info").getJsonObject("config");
  }

  /** The settings as Home Assistant wrote them in a version, no key more and none less. */
  private static JsonObject asOf(int minorVersion) {
    JsonObject settings =
        json(
            """
            {'create_backup':{'agent_ids':['backup.local'],'include_addons':null,
               'include_all_addons':false,'include_database':true,'include_folders':null,
               'name':null,'password':'AAAA-BBBB'},
             'last_attempted_automatic_backup':'2024-11-11T04:45:00+01:00',
             'last_completed_automatic_backup':'2024-11-11T04:46:00+01:00'}""");
    settings.put(
        "retention",
        json(minorVersion < 4 ? "{'copies':0,'days':0}" : "{'copies':null,'days':null}"));
    settings.put(
        "schedule",
        json(
            minorVersion < 3
                ? "{'state':'fri'}"
                : "{'recurrence':'custom_days','days':['fri'],'time':null}"));
    if (minorVersion >= 3) {
      settings.put(
          "agents",
          json(
              minorVersion < 6
                  ? "{'test.remote':{'protected':false}}"
                  : "{'test.remote':{'protected':false,'retention':null}}"));
    }
    if (minorVersion >= 5) {
      settings.put("automatic_backups_configured", true);
    }
    return settings;
  }

  private static JsonArray knownAsOf(int minorVersion) {
    JsonObject known = json("{'backup_id':'abc123','failed_agent_ids':['test.remote']}");
    if (minorVersion >= NEWEST) {
      known.put("failed_addons", new JsonArray()).put("failed_folders", new JsonArray());
    }
    return new JsonArray().add(known);
  }

  @ParameterizedTest(name = "1.{0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void settings_of_every_version_are_understood_and_written_in_the_newest(int minorVersion)
      throws IOException {
    store(
        1,
        minorVersion,
        new JsonObject().put("backups", knownAsOf(minorVersion)).put("config", asOf(minorVersion)));

    TestHub hub = hub();
    HubSession ada = HubSession.first(hub.port());
    JsonObject shown = hub.ask(ada, "backup/config/info").getJsonObject("config");

    JsonObject expected = asOf(NEWEST);
    if (minorVersion < 3) {
      expected.put("agents", new JsonObject());
    }
    assertThat(shown.remove("next_automatic_backup")).isInstanceOf(String.class);
    assertThat(shown.remove("next_automatic_backup_additional")).isInstanceOf(Boolean.class);
    assertThat(shown).isEqualTo(expected);

    hub.ask(
        ada,
        "backup/config/update",
        new JsonObject().put("retention", new JsonObject().put("copies", 3)));
    JsonObject written = new JsonObject(Files.readString(config.resolve(".storage/backup")));
    assertThat(written.getInteger("version")).isEqualTo(1);
    assertThat(written.getInteger("minor_version")).isEqualTo(NEWEST);
    // No location lists this backup, so that it may be forgotten by now.
    assertThat(written.getJsonObject("data").getJsonArray("backups"))
        .isIn(knownAsOf(NEWEST), new JsonArray());
    assertThat(written.getJsonObject("data").getJsonObject("config"))
        .isEqualTo(expected.put("retention", json("{'copies':3,'days':null}")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "never | {'days':[],'recurrence':'never','time':null}",
        "daily | {'days':[],'recurrence':'daily','time':null}",
        "mon   | {'days':['mon'],'recurrence':'custom_days','time':null}",
        "tue   | {'days':['tue'],'recurrence':'custom_days','time':null}",
        "wed   | {'days':['wed'],'recurrence':'custom_days','time':null}",
        "thu   | {'days':['thu'],'recurrence':'custom_days','time':null}",
        "fri   | {'days':['fri'],'recurrence':'custom_days','time':null}",
        "sat   | {'days':['sat'],'recurrence':'custom_days','time':null}",
        "sun   | {'days':['sun'],'recurrence':'custom_days','time':null}"
      })
  void every_state_of_an_old_schedule_has_its_new_form(String state, String schedule)
      throws IOException {
    store(
        1,
        2,
        new JsonObject()
            .put("backups", new JsonArray())
            .put("config", asOf(2).put("schedule", new JsonObject().put("state", state))));

    assertThat(settings(hub()).getJsonObject("schedule")).isEqualTo(json(schedule));
  }

  @Test
  void an_old_hub_without_a_key_was_not_configured() throws IOException {
    JsonObject old = asOf(4);
    old.getJsonObject("create_backup").putNull("password");
    store(1, 4, new JsonObject().put("backups", new JsonArray()).put("config", old));

    assertThat(settings(hub()).getBoolean("automatic_backups_configured")).isFalse();
  }

  @Test
  void version_two_is_read_what_is_unknown_is_dropped_and_the_next_save_is_of_this_version()
      throws IOException {
    JsonObject newer = asOf(NEWEST).put("colour", "red");
    newer.getJsonObject("create_backup").put("colour", "red");
    store(
        2,
        1,
        new JsonObject()
            .put("backups", knownAsOf(NEWEST))
            .put("config", newer)
            .put("colour", "red"));
    TestHub hub = hub();
    HubSession ada = HubSession.first(hub.port());

    assertThat(
            hub.ask(ada, "backup/config/info")
                .getJsonObject("config")
                .getJsonObject("create_backup"))
        .isEqualTo(asOf(NEWEST).getJsonObject("create_backup"));
    hub.ask(
        ada, "backup/config/update", new JsonObject().put("automatic_backups_configured", false));

    String written = Files.readString(config.resolve(".storage/backup"));
    assertThat(new JsonObject(written).getInteger("version")).isEqualTo(1);
    assertThat(new JsonObject(written).getInteger("minor_version")).isEqualTo(NEWEST);
    assertThat(written).doesNotContain("colour");
  }

  @Test
  void version_three_stops_the_start_and_stays_as_it_is() throws IOException {
    store(3, 1, new JsonObject().put("config", new JsonObject()));
    String before = Files.readString(config.resolve(".storage/backup"));

    assertThatThrownBy(this::hub).hasMessageContaining("backup");

    assertThat(Files.readString(config.resolve(".storage/backup"))).isEqualTo(before);
  }

  @Test
  void what_only_a_supervisor_can_do_is_taken_out_at_the_start() throws IOException {
    JsonObject supervised = asOf(NEWEST);
    supervised
        .getJsonObject("create_backup")
        .put("agent_ids", new JsonArray().add("hassio.local").add("hassio.nas").add("a.b"))
        .put("include_addons", new JsonArray().add("core_mosquitto"))
        .put("include_all_addons", true)
        .put("include_folders", new JsonArray().add("media"));
    store(1, NEWEST, new JsonObject().put("backups", new JsonArray()).put("config", supervised));

    JsonObject create = settings(hub()).getJsonObject("create_backup");

    assertThat(create.getJsonArray("agent_ids")).containsExactly("backup.local", "a.b");
    assertThat(create.getValue("include_addons")).isNull();
    assertThat(create.getBoolean("include_all_addons")).isFalse();
    assertThat(create.getValue("include_folders")).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"Asia/Kathmandu, +05:45", "Pacific/Kiritimati, +14:00", "America/Phoenix, -07:00"})
  void the_time_of_backups_is_that_of_the_home_and_not_of_the_machine(String zone, String offset)
      throws IOException {
    Files.writeString(
        config.resolve(".storage/core.config"),
        new JsonObject()
            .put("version", 1)
            .put("minor_version", 4)
            .put("key", "core.config")
            .put("data", new JsonObject().put("time_zone", zone).put("location_name", "Home"))
            .encode());
    TestHub hub = hub();
    HubSession ada = HubSession.first(hub.port());

    hub.ask(
        ada, "backup/config/update", json("{'schedule':{'recurrence':'daily','time':'04:45'}}"));
    hub.ask(ada, "call_service", json("{'domain':'backup','service':'create'}"));

    JsonObject info = hub.ask(ada, "backup/info");
    assertThat(info.getString("next_automatic_backup")).endsWith("T04:45:00" + offset);
    assertThat(info.getJsonArray("backups").getJsonObject(0).getString("date")).endsWith(offset);
  }
}
