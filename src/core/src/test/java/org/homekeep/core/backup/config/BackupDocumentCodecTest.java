package org.homekeep.core.backup.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.util.List;
import java.util.OptionalLong;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.junit.jupiter.api.Test;

class BackupDocumentCodecTest {
  private final BackupDocumentCodec codec = new BackupDocumentCodec(List.of());

  private BackupDocument read(String json, int version, int minor) throws Exception {
    return codec.decode(new JsonObject(json), version, minor);
  }

  private static String config(String fields) {
    return "{\"backups\":[],\"config\":{" + fields + "}}";
  }

  @Test
  void what_is_written_is_read_back_letter_by_letter() throws Exception {
    String json =
        """
        {"backups":[{"backup_id":"abc123",
           "failed_addons":[{"name":"Test add-on","slug":"test_addon","version":"1.0.0"}],
           "failed_agent_ids":["test.remote"],"failed_folders":["ssl"]}],
         "config":{
          "agents":{"test.remote":{"protected":true,"retention":{"copies":null,"days":7}}},
          "automatic_backups_configured":true,
          "create_backup":{"agent_ids":["a.b"],"include_addons":null,"include_all_addons":false,
            "include_database":false,"include_folders":null,"name":"n","password":"secret"},
          "last_attempted_automatic_backup":"2024-11-11T04:45:00+01:00",
          "last_completed_automatic_backup":"2024-11-11T04:45:00.123456+01:00",
          "retention":{"copies":3,"days":null},
          "schedule":{"days":["mon","sun"],"recurrence":"custom_days","time":"06:00:00"}}}""";

    JsonObject written = codec.encode(read(json, 1, 7));

    // Compared as text, because one reading gives Integer and the other Long.
    assertThat(new JsonObject(written.encode())).isEqualTo(new JsonObject(json));
  }

  @Test
  void an_old_daily_schedule_becomes_daily() throws Exception {
    Schedule schedule =
        read(config("\"schedule\":{\"state\":\"daily\"}"), 1, 1).config().schedule();

    assertThat(schedule.recurrence()).isEqualTo(Recurrence.DAILY);
    assertThat(schedule.days()).isEmpty();
  }

  @Test
  void an_old_schedule_of_a_weekday_becomes_custom_days() throws Exception {
    Schedule schedule = read(config("\"schedule\":{\"state\":\"fri\"}"), 1, 2).config().schedule();

    assertThat(schedule.recurrence()).isEqualTo(Recurrence.CUSTOM_DAYS);
    assertThat(schedule.days()).isEqualTo(List.of(DayOfWeek.FRIDAY));
  }

  @Test
  void the_old_key_of_the_schedule_is_ignored_in_a_new_document() throws Exception {
    assertThat(
            read(config("\"schedule\":{\"state\":\"fri\",\"recurrence\":\"daily\"}"), 1, 7)
                .config()
                .schedule()
                .recurrence())
        .isEqualTo(Recurrence.DAILY);
  }

  @Test
  void an_old_retention_of_zero_means_no_limit() throws Exception {
    assertThat(read(config("\"retention\":{\"copies\":0,\"days\":0}"), 1, 3).config().retention())
        .isEqualTo(Retention.FOREVER);
  }

  @Test
  void an_old_document_with_a_key_counts_as_configured() throws Exception {
    String withKey = config("\"create_backup\":{\"password\":\"x\"}");

    assertThat(read(withKey, 1, 4).config().automaticBackupsConfigured()).isTrue();
    assertThat(read(withKey, 1, 5).config().automaticBackupsConfigured()).isFalse();
  }

  @Test
  void an_old_location_has_no_retention_of_its_own() throws Exception {
    assertThat(
            read(config("\"agents\":{\"a.b\":{\"protected\":false}}"), 1, 5)
                .config()
                .agents()
                .get("a.b"))
        .isEqualTo(new AgentSettings(false, java.util.Optional.empty()));
  }

  @Test
  void a_known_backup_of_an_old_document_failed_nowhere_else() throws Exception {
    BackupDocument document =
        read("{\"backups\":[{\"backup_id\":\"a\",\"failed_agent_ids\":[\"x\"]}]}", 1, 6);

    assertThat(document.find("a")).contains(KnownBackup.of("a", List.of("x")));
  }

  @Test
  void version_two_is_read_and_what_is_unknown_is_dropped() throws Exception {
    assertThat(
            read(config("\"unknown\":{},\"retention\":{\"copies\":5}"), 2, 1).config().retention())
        .isEqualTo(new Retention(OptionalLong.of(5), OptionalLong.empty()));
  }

  @Test
  void what_only_a_supervisor_can_do_is_taken_out() throws Exception {
    CreateSettings settings =
        read(
                config(
                    "\"create_backup\":{\"agent_ids\":[\"hassio.local\",\"hassio.nas\",\"a.b\"],\"include_all_addons\":true,\"include_addons\":[\"x\"],\"include_folders\":[\"ssl\"]}"),
                1,
                7)
            .config()
            .createBackup();

    assertThat(settings.agentIds()).containsExactly("backup.local", "a.b");
    assertThat(settings.includeAllAddons()).isFalse();
    assertThat(settings.includeAddons()).isEmpty();
    assertThat(settings.includeFolders()).isEmpty();
  }

  @Test
  void a_field_of_the_wrong_type_makes_the_document_unreadable() {
    assertThatThrownBy(() -> read(config("\"retention\":7"), 1, 7))
        .isInstanceOf(UnreadableDocumentException.class);
    assertThatThrownBy(
            () -> read(config("\"last_completed_automatic_backup\":\"yesterday\""), 1, 7))
        .isInstanceOf(UnreadableDocumentException.class);
  }
}
