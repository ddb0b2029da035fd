package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of one name and one time, as other programs make them. */
class SameNameTest extends EmulatorTest {
  private static final AgentBackup NAMED = backup("aaaa1111", 0);

  private static AgentBackup twin(String id, long size) {
    return new AgentBackup(
        id,
        NAMED.name(),
        NAMED.date(),
        NAMED.addons(),
        NAMED.folders(),
        NAMED.databaseIncluded(),
        NAMED.homeassistantIncluded(),
        NAMED.homeassistantVersion(),
        NAMED.extraMetadata(),
        NAMED.isProtected(),
        size);
  }

  private static BackupUpload twinUpload(String id, int size, UploadNote note) {
    return new BackupUpload(
        twin(id, size),
        () -> new ByteArrayInputStream(bytes(size)),
        bytes -> {},
        () -> Wish.GO_ON,
        note);
  }

  private void assertStored(BackupAgent agent, String id, int size) throws Exception {
    assertThat(listedIds(agent)).contains(id);
    assertThat(download(agent, id)).isEqualTo(bytes(size));
  }

  @Test
  void however_like_their_ids_are_all_are_kept() throws Exception {
    BackupAgent agent = agent();
    List<String> ids = List.of("aaaa1111", "a-b", "a_b", "A.b");

    for (int i = 0; i < ids.size(); i++) {
      store(agent, twinUpload(ids.get(i), 100 + i, UploadNote.unkept()));
    }

    for (int i = 0; i < ids.size(); i++) {
      assertStored(agent, ids.get(i), 100 + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100 * 1024 + 1})
  void one_that_waited_takes_no_name_that_another_has_got_meanwhile(int size) throws Exception {
    BackupAgent agent = agent();
    UploadNote note = UploadNote.unkept();
    fault(FaultRule.error("b2_get_upload_url", 503, "service_unavailable").times(100));
    fault(FaultRule.error("b2_get_upload_part_url", 503, "service_unavailable").times(100));
    failureOf(hub.start(() -> agent.uploadBackup(twinUpload("aaaa1111", size, note))));
    noFaults();
    store(agent, twinUpload("bbbb2222", 200, UploadNote.unkept()));

    store(agent, twinUpload("aaaa1111", size, note));

    assertStored(agent, "aaaa1111", size);
    assertStored(agent, "bbbb2222", 200);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void two_that_are_on_their_way_at_once_get_two_names() throws Exception {
    BackupAgent agent = agent();

    hub.await(
        () ->
            Future.all(
                agent.uploadBackup(twinUpload("aaaa1111", 300, UploadNote.unkept())),
                agent.uploadBackup(twinUpload("bbbb2222", 400, UploadNote.unkept()))));

    assertStored(agent, "aaaa1111", 300);
    assertStored(agent, "bbbb2222", 400);
  }

  @Test
  void what_is_deleted_takes_no_older_version_of_another_with_it() throws Exception {
    BackupAgent agent = agent();
    store(agent, twinUpload("aaaa1111", 300, UploadNote.unkept()));
    store(agent, twinUpload("bbbb2222", 400, UploadNote.unkept()));

    hub.await(() -> agent.deleteBackup("bbbb2222"));

    assertThat(listedIds(agent)).containsExactly("aaaa1111");
    assertStored(agent, "aaaa1111", 300);
  }
}
