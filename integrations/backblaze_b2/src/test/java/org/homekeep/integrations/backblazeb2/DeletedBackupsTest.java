package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is removed with a backup, and what stays. */
class DeletedBackupsTest extends EmulatorTest {
  private static final String NEWER = "bbbb2222";

  @Test
  void deleting_removes_both_objects_for_good() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    store(agent, upload(NEWER, bytes(100)));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).containsExactly(base(NEWER) + ".metadata.json", base(NEWER) + ".tar");
    assertThat(listedIds(agent)).containsExactly(NEWER);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_deletion_that_failed_half_way_ends_when_it_is_tried_again(int failing) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_delete_file_version", 400, "bad_request").nth(failing));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .isInstanceOf(BackupAgentException.class);
    assertThat(listedIds(agent)).hasSize(failing == 1 ? 1 : 0);
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  /** A location that stored a backup twice and could not remove the older files. */
  private BackupAgent withOlderVersions(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    store(agent, upload(ID, bytes(10)));
    noFaults();
    return agent;
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 5 * PART})
  void deleting_removes_the_older_versions_that_this_entry_left_there(int size) throws Exception {
    BackupAgent agent = withOlderVersions(size);
    assertThat(names()).hasSize(4);

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
    assertThat(listedIds(agent)).isEmpty();
  }

  @Test
  void a_deletion_that_failed_among_older_versions_ends_when_it_is_tried_again() throws Exception {
    BackupAgent agent = withOlderVersions(20);
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict"));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .isInstanceOf(BackupAgentException.class);
    assertThat(listedIds(agent)).containsExactly(ID);
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  @Test
  void deleting_leaves_older_versions_of_others_alone() throws Exception {
    ConfigEntry entry = entry();
    BackupAgent agent = agent(entry);
    put(entry, base(ID) + ".tar", bytes(30));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    put(entry, base(ID) + ".metadata.json", Sidecar.write(backup(ID, 30)));
    store(agent, upload(ID, bytes(10)));
    noFaults();

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
    assertThat(download(agent, ID)).isEqualTo(bytes(30));
  }

  @Test
  void a_protected_object_is_told_and_does_not_ask_for_another_key() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_delete_file_version", 401, "access_denied"));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .hasMessageContaining("retention");
    assertThat(hub.reauths()).isEmpty();
  }
}
