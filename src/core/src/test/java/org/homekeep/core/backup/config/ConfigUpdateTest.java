package org.homekeep.core.backup.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.homekeep.core.backup.testing.BackupHub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigUpdateTest {
  private static final String DEFAULTS =
      """
      {"agents":{},"automatic_backups_configured":false,
       "create_backup":{"agent_ids":[],"include_addons":null,"include_all_addons":false,
         "include_database":true,"include_folders":null,"name":null,"password":null},
       "last_attempted_automatic_backup":null,"last_completed_automatic_backup":null,
       "retention":{"copies":null,"days":null},
       "schedule":{"days":[],"recurrence":"never","time":null},
       "next_automatic_backup":null,"next_automatic_backup_additional":false}\
      """;

  private Path directory;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    hub = BackupHub.started(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject config() throws Exception {
    return hub.call("backup/config/info").getJsonObject("config");
  }

  private void update(String json) throws Exception {
    hub.call("backup/config/update", new JsonObject(json));
  }

  @Test
  void settings_of_more_locations_than_any_home_has_are_refused() throws Exception {
    JsonObject agents = new JsonObject();
    for (int i = 0; i < 1_001; i++) {
      agents.put("test.location_" + i, new JsonObject().put("protected", true));
    }

    assertThat(hub.refused("backup/config/update", new JsonObject().put("agents", agents)))
        .isEqualTo("invalid_format: There are settings for more than 1000 locations.");
  }

  @Test
  void the_defaults_are_those_of_home_assistant() throws Exception {
    assertThat(config()).isEqualTo(new JsonObject(DEFAULTS));
  }

  @Test
  void what_is_created_is_merged_field_by_field() throws Exception {
    update("{\"create_backup\":{\"agent_ids\":[\"backup.local\"],\"password\":\"AAAA\"}}");
    update("{\"create_backup\":{\"name\":\"nightly\"}}");

    assertThat(config().getJsonObject("create_backup"))
        .isEqualTo(
            new JsonObject(
                """
                {"agent_ids":["backup.local"],"include_addons":null,"include_all_addons":false,
                 "include_database":true,"include_folders":null,"name":"nightly",
                 "password":"AAAA"}\
                """));
  }

  @Test
  void retention_is_replaced_as_a_whole() throws Exception {
    update("{\"retention\":{\"copies\":3,\"days\":7}}");
    update("{\"retention\":{\"days\":5}}");

    assertThat(config().getJsonObject("retention"))
        .isEqualTo(new JsonObject("{\"copies\":null,\"days\":5}"));
  }

  @Test
  void the_schedule_is_replaced_as_a_whole() throws Exception {
    update("{\"schedule\":{\"recurrence\":\"custom_days\",\"days\":[\"mon\"],\"time\":\"06:00\"}}");
    JsonObject first = config().getJsonObject("schedule");
    update("{\"schedule\":{\"recurrence\":\"daily\"}}");

    assertThat(first.getString("time")).isEqualTo("06:00:00");
    assertThat(config().getJsonObject("schedule"))
        .isEqualTo(new JsonObject("{\"days\":[],\"recurrence\":\"daily\",\"time\":null}"));
  }

  @Test
  void locations_are_merged_and_never_removed() throws Exception {
    update("{\"agents\":{\"a.b\":{\"protected\":false,\"retention\":{\"days\":14}}}}");
    update("{\"agents\":{\"a.b\":{\"protected\":true},\"c.d\":{}}}");

    assertThat(config().getJsonObject("agents"))
        .isEqualTo(
            new JsonObject(
                """
                {"a.b":{"protected":true,"retention":{"copies":null,"days":14}},
                 "c.d":{"protected":true,"retention":null}}\
                """));
  }

  @Test
  void a_locations_retention_of_null_means_the_global_one() throws Exception {
    update("{\"agents\":{\"a.b\":{\"retention\":{\"days\":14}}}}");
    update("{\"agents\":{\"a.b\":{\"retention\":null}}}");

    assertThat(config().getJsonObject("agents").getJsonObject("a.b").getValue("retention"))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"unknown\":1}",
        "{\"create_backup\":{\"unknown\":1}}",
        "{\"create_backup\":{\"agent_ids\":[\"a\",\"a\"]}}",
        "{\"create_backup\":{\"include_folders\":[\"cellar\"]}}",
        "{\"create_backup\":{\"include_folders\":[\"ssl\",\"ssl\"]}}",
        "{\"create_backup\":{\"include_addons\":[\"a\",\"a\"]}}",
        "{\"create_backup\":{\"include_addons\":\"a\"}}",
        "{\"create_backup\":{\"name\":7}}",
        "{\"create_backup\":{\"password\":\"\"}}",
        "{\"create_backup\":{\"password\":7}}",
        "{\"retention\":{\"copies\":0}}",
        "{\"retention\":{\"days\":-1}}",
        "{\"retention\":{\"days\":1.5}}",
        "{\"retention\":{\"weeks\":1}}",
        "{\"schedule\":{\"recurrence\":\"hourly\"}}",
        "{\"schedule\":{\"days\":[\"mon\",\"mon\"]}}",
        "{\"schedule\":{\"days\":[\"monday\"]}}",
        "{\"schedule\":{\"time\":\"25:00\"}}",
        "{\"schedule\":{\"time\":\"early\"}}",
        "{\"schedule\":{\"time\":\"06:00:00:00\"}}",
        "{\"schedule\":{\"state\":\"daily\"}}",
        "{\"agents\":{\"a.b\":{\"retention\":{\"copies\":0}}}}",
        "{\"agents\":{\"a.b\":{\"retention\":{\"weeks\":1}}}}",
        "{\"agents\":{\"a.b\":null}}",
        "{\"agents\":{\"a.b\":{\"protected\":null}}}",
        "{\"agents\":{\"a.b\":{\"colour\":\"red\"}}}",
        "{\"automatic_backups_configured\":\"yes\"}"
      })
  void what_has_the_wrong_shape_is_refused_and_changes_nothing(String json) throws Exception {
    assertThat(hub.refused("backup/config/update", new JsonObject(json)))
        .startsWith("invalid_format: ");
    assertThat(config()).isEqualTo(new JsonObject(DEFAULTS));
  }

  @Test
  void a_number_of_copies_or_days_has_no_upper_bound() throws Exception {
    update("{\"retention\":{\"copies\":9999999999,\"days\":2147483648}}");

    JsonObject retention = config().getJsonObject("retention");
    assertThat(retention.getLong("copies")).isEqualTo(9_999_999_999L);
    assertThat(retention.getLong("days")).isEqualTo(2_147_483_648L);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"06:00, 06:00:00", "23:59:59, 23:59:59", "null, null"})
  void a_time_is_hours_and_minutes_and_maybe_seconds(@Nullable String time, @Nullable String stored)
      throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put("schedule", new JsonObject().put("recurrence", "daily").put("time", time)));

    assertThat(config().getJsonObject("schedule").getString("time")).isEqualTo(stored);
  }

  @Test
  void that_automatic_backups_were_set_up_is_a_mark_for_pages_and_changes_nothing_else()
      throws Exception {
    update("{\"automatic_backups_configured\":true}");

    assertThat(config())
        .isEqualTo(new JsonObject(DEFAULTS).put("automatic_backups_configured", true));
  }

  @Test
  void the_settings_are_on_the_disk_when_the_answer_comes() throws Exception {
    update("{\"create_backup\":{\"password\":\"AAAA\"},\"retention\":{\"copies\":3}}");

    Path file = directory.resolve(".storage/backup");
    JsonObject stored = new JsonObject(Files.readString(file));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(stored.getInteger("version")).isEqualTo(1);
    assertThat(stored.getInteger("minor_version")).isEqualTo(7);
    assertThat(stored.getJsonObject("data").getJsonArray("backups")).isEqualTo(new JsonArray());
    assertThat(stored.getJsonObject("data").getJsonObject("config").getJsonObject("retention"))
        .isEqualTo(new JsonObject("{\"copies\":3,\"days\":null}"));
  }

  @Test
  void the_settings_survive_a_restart() throws Exception {
    update("{\"create_backup\":{\"agent_ids\":[\"x.y\"]},\"agents\":{\"x.y\":{}}}");
    JsonObject before = config();

    hub = hub.reopened();

    assertThat(config()).isEqualTo(before);
  }

  @Test
  void a_missing_location_is_an_issue_until_it_is_there_or_not_wanted() throws Exception {
    String id = "automatic_backup_agents_unavailable_test.remote";
    update("{\"create_backup\":{\"agent_ids\":[\"backup.local\",\"test.remote\"]}}");
    assertThat(hub.issues()).containsOnlyKeys(id);

    var agent = hub.addAgent("remote");
    assertThat(hub.issues()).isEmpty();

    hub.removeAgent(agent);
    assertThat(hub.issues()).containsOnlyKeys(id);

    update("{\"create_backup\":{\"agent_ids\":[\"backup.local\"]}}");
    assertThat(hub.issues()).isEmpty();
  }
}
