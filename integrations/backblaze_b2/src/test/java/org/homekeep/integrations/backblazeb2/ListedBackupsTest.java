package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;

/** What the folder of an entry lists, and how often B2 is asked for that. */
class ListedBackupsTest extends EmulatorTest {
  @Test
  void an_empty_folder_lists_nothing_and_is_asked_again_each_time() throws Exception {
    BackupAgent agent = agent();

    assertThat(listedIds(agent)).isEmpty();
    assertThat(listedIds(agent)).isEmpty();

    assertThat(Collections.frequency(calls(), "b2_list_file_names")).isEqualTo(2);
  }

  @Test
  void a_listed_backup_is_the_one_that_was_uploaded() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(1000)));

    List<AgentBackup> listed = hub.await(agent::listBackups);

    assertThat(listed).containsExactly(backup(ID, 1000));
    assertThat(hub.await(() -> agent.getBackup(ID))).isEqualTo(backup(ID, 1000));
  }

  @Test
  void many_backups_are_listed_and_read_once() throws Exception {
    BackupAgent agent = agent();
    List<String> ids = IntStream.range(10, 25).mapToObj(i -> "abcdef" + i).toList();
    for (String id : ids) {
      store(agent, upload(id, bytes(100)));
    }

    assertThat(listedIds(agent)).containsExactlyElementsOf(ids);
    store(agent, upload("ffffff99", bytes(100)));
    assertThat(listedIds(agent)).hasSize(16);

    assertThat(Collections.frequency(calls(), "b2_download_file_by_id")).isEqualTo(16);
  }

  @Test
  void a_list_is_answered_from_memory_until_it_is_old() throws Exception {
    BackupAgent agent = knowing(100);
    forgetCalls();

    listedIds(agent);
    hub.await(() -> agent.getBackup(ID));
    assertThat(calls()).isEmpty();

    hub.advance(Duration.ofMinutes(5));
    listedIds(agent);
    assertThat(calls()).containsExactly("b2_list_file_names");
  }

  @Test
  void a_list_is_old_when_the_clock_is_set_back() throws Exception {
    BackupAgent agent = knowing(100);
    forgetCalls();

    hub.advance(Duration.ofDays(-365));
    listedIds(agent);

    assertThat(calls()).containsExactly("b2_list_file_names");
  }

  @Test
  void those_who_ask_together_share_one_listing() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    forgetCalls();

    hub.await(() -> Future.all(agent.listBackups(), agent.listBackups(), agent.getBackup(ID)));

    assertThat(calls()).containsExactly("b2_list_file_names", "b2_download_file_by_id");
  }

  @Test
  void folders_below_and_beside_are_none_of_this_location() throws Exception {
    ConfigEntry root = entry("01ROOT", input(key(READ_AND_WRITE, List.of(), ""), BUCKET, ""));
    BackupAgent inFolder = agent();
    store(inFolder, upload(ID, bytes(100)));

    assertThat(listedIds(agent(root))).isEmpty();
  }

  @Test
  void a_listing_that_fails_is_told() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_list_file_names", 400, "bad_request"));

    assertThat(failureOf(hub.start(agent::listBackups)))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("bad_request");
  }

  @Test
  void a_key_that_lost_its_rights_asks_for_another() throws Exception {
    ApplicationKey key = readAndWriteKey();
    BackupAgent agent = agent(entry(input(key, BUCKET, "ha/")));
    fault(FaultRule.error("b2_list_file_names", 401, "unauthorized"));

    assertThat(failureOf(hub.start(agent::listBackups))).isInstanceOf(BackupAgentException.class);
    assertThat(hub.reauths()).containsExactly("01ENTRY");
  }

  @Test
  void what_is_not_there_is_not_found() throws Exception {
    BackupAgent agent = agent();

    assertThat(failureOf(hub.start(() -> agent.getBackup("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.deleteBackup("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.downloadBackup("nope", archive -> {}))))
        .isInstanceOf(BackupNotFoundException.class);
  }
}
