package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sidecars that are read, those of others, and those that cannot be read now. */
class SidecarsTest extends EmulatorTest {
  private static final String NEWER = "bbbb2222";
  private static final String READING = "b2_download_file_by_id";

  @Test
  void a_sidecar_that_home_assistant_wrote_is_read() throws Exception {
    ConfigEntry entry = entry();
    JsonObject written =
        new JsonObject(
            """
            {"metadata_version": "1", "backup_id": "2ee5e6ae", "backup_metadata": {
              "addons": [], "backup_id": "2ee5e6ae", "date": "2026-04-07T05:10:47.002396+02:00",
              "database_included": true, "extra_metadata": {"instance_id": "x"},
              "folders": [], "homeassistant_included": true,
              "homeassistant_version": "2026.4.1", "name": "Automatic backup 2026.4.1",
              "protected": true, "size": 1, "some_future_key": {"a": 1}}}
            """);
    put(entry, "ha/X.metadata.json", written.toBuffer().getBytes());
    put(entry, "ha/X.tar", bytes(300));
    put(entry, "ha/X_2.tar", bytes(10));

    BackupAgent agent = agent(entry);

    assertThat(hub.await(() -> agent.getBackup("2ee5e6ae")).size()).isEqualTo(300);
    assertThat(download(agent, "2ee5e6ae")).isEqualTo(bytes(300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "null",
        "{}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\"}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":[]}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":null}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":{\"addons\":null}}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":{\"size\":\"y\"}}"
      })
  void a_foreign_sidecar_hides_no_backup(String content) throws Exception {
    ConfigEntry entry = entry();
    BackupAgent agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
    put(entry, "ha/0-first.metadata.json", content.getBytes(StandardCharsets.UTF_8));
    put(entry, "ha/0-first.tar", bytes(10));

    assertThat(hub.await(agent::list)).isEqualTo(BackupList.whole(List.of(backup(ID, 100))));
  }

  @Test
  void one_sidecar_that_cannot_be_read_hides_no_other_and_is_read_the_next_time() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    store(agent, upload(NEWER, bytes(100)));
    fault(FaultRule.error(READING, 409, "conflict"));

    assertThat(listedIds(agent)).hasSize(1);
    assertThat(listedIds(agent)).containsExactly(ID, NEWER);
  }

  /** A location that knows one backup; reading the sidecar of a newer one fails so. */
  private BackupAgent withNewerSidecar(FaultRule failing) throws Exception {
    BackupAgent agent = knowing(100);
    store(agent, upload(NEWER, bytes(100)));
    fault(failing.times(100));
    return agent;
  }

  @Test
  void what_is_asked_of_a_backup_whose_sidecar_cannot_be_read_now_fails_and_is_not_absent()
      throws Exception {
    BackupAgent agent = withNewerSidecar(FaultRule.error(READING, 409, "conflict"));

    assertThat(listedIds(agent)).containsExactly(ID);
    for (Supplier<Future<?>> question : questions(agent, NEWER)) {
      assertThat(failureOf(hub.start(() -> question.get().mapEmpty())))
          .isInstanceOf(BackupAgentException.class)
          .isNotInstanceOf(BackupNotFoundException.class)
          .hasMessageContaining("may well be here")
          .hasMessageContaining("409");
    }
    noFaults();

    assertThat(hub.await(() -> agent.getBackup(NEWER))).isEqualTo(backup(NEWER, 100));
    assertThat(listedIds(agent)).containsExactly(ID, NEWER);
  }

  private static List<Supplier<Future<?>>> questions(BackupAgent agent, String id) {
    return List.of(
        () -> agent.getBackup(id),
        () -> agent.storedBytes(id),
        () -> agent.downloadBackup(id, archive -> {}),
        () -> agent.deleteBackup(id));
  }

  @Test
  void a_backup_that_is_known_is_found_though_another_cannot_be_read_now() throws Exception {
    BackupAgent agent = withNewerSidecar(FaultRule.error(READING, 401, "unauthorized"));

    assertThat(failureOf(hub.start(agent::listBackups))).isInstanceOf(BackupAgentException.class);
    assertThat(hub.await(() -> agent.getBackup(ID))).isEqualTo(backup(ID, 100));
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).hasSize(2);
    assertThat(hub.reauths()).contains("01ENTRY");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 150})
  void a_sidecar_that_is_damaged_on_its_way_is_read_again(int at) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.of(READING, FaultAction.CORRUPT).afterBytes(at));

    assertThat(hub.await(agent::listBackups)).containsExactly(backup(ID, 100));
    assertThat(hub.shownIssues()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CORRUPT", "TRUNCATE"})
  void what_a_bad_line_made_of_a_sidecar_is_not_remembered(FaultAction damage) throws Exception {
    BackupAgent agent = withNewerSidecar(FaultRule.of(READING, damage).afterBytes(60));

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(failureOf(hub.start(() -> agent.getBackup(NEWER))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining(damage == FaultAction.CORRUPT ? "damaged" : "cannot be reached");
    noFaults();

    assertThat(hub.await(agent::listBackups)).containsExactly(backup(ID, 100), backup(NEWER, 100));
    assertThat(hub.shownIssues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conflict", "download_cap_exceeded"})
  void what_was_read_before_a_sidecar_failed_is_not_read_again(String code) throws Exception {
    BackupAgent agent = agent();
    for (String id : List.of(ID, NEWER, "cccc3333")) {
      store(agent, upload(id, bytes(100)));
    }
    fault(FaultRule.error(READING, code.equals("conflict") ? 409 : 403, code).nth(2));

    hub.await(hub.start(agent::listBackups).otherwiseEmpty());
    assertThat(listedIds(agent)).hasSize(3);

    assertThat(Collections.frequency(calls(), READING)).isEqualTo(4);
  }

  @Test
  void of_many_large_sidecars_only_some_are_read_and_the_list_says_so() throws Exception {
    ConfigEntry entry = entry();
    BackupAgent agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
    byte[] large = new byte[Sidecar.MAX_BYTES];
    for (int i = 0; i < 6; i++) {
      put(entry, "ha/large%d.metadata.json".formatted(i), large);
    }

    BackupList list = hub.await(agent::list);

    assertThat(list.backups()).containsExactly(backup(ID, 100));
    assertThat(list.missing().orElse("")).contains("2 metadata files").contains("of its own");
    assertThat(Collections.frequency(calls(), READING)).isEqualTo(5);
    hub.await(agent::list);
    assertThat(Collections.frequency(calls(), READING)).isEqualTo(5);
  }
}
