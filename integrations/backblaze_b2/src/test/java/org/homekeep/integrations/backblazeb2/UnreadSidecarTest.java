package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupList;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;

/** What the hub is told of a list that lacks backups. */
class UnreadSidecarTest extends EmulatorTest {
  private static final String ID = "aaaa1111";

  @Test
  void a_list_that_lacks_a_backup_says_so_until_it_is_whole() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    store(agent, upload("bbbb2222", bytes(100)));
    fault(FaultRule.error("b2_download_file_by_id", 409, "conflict"));

    BackupList partial = hub.await(agent::list);

    assertThat(partial.backups()).hasSize(1);
    assertThat(partial.missing().orElse(""))
        .startsWith("Some backups may be missing in the list: ")
        .contains("409");
    assertThat(hub.await(agent::list))
        .isEqualTo(BackupList.whole(List.of(backup(ID, 100), backup("bbbb2222", 100))));
  }
}
