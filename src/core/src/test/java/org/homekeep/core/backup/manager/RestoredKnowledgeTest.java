package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub knows of the copies that exist now, after it has restored a backup of before. */
class RestoredKnowledgeTest {
  private Path directory;
  private BackupHub hub;
  private MemoryAgent nas;
  private int made;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "as it was");
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Two backups of one name and moment would have one id. */
  private String backup(String... agentIds) throws Exception {
    return hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray(List.of(agentIds)))
            .put("name", "Backup " + ++made));
  }

  private static JsonObject of(String backupId) {
    return new JsonObject().put("backup_id", backupId);
  }

  private void restore(String backupId) throws Exception {
    hub.call("backup/restore", of(backupId).put("agent_id", "backup.local"));
    hub.close();
    PendingRestore.apply(hub.directories());
    hub = BackupHub.open(hub.directories());
    hub.addAgent(nas);
  }

  private String stored(String document) throws Exception {
    return Files.readString(directory.resolve(".storage").resolve(document));
  }

  private JsonArray owed() throws Exception {
    return hub.call("homekeep/backup/deliveries").getJsonArray("deliveries");
  }

  @Test
  void what_was_pinned_since_is_still_pinned() throws Exception {
    String early = backup("backup.local");
    String pinned = backup("test.nas");
    hub.call("homekeep/backup/pin", of(early));
    hub.call("homekeep/backup/pin", of(pinned));

    restore(early);

    assertThat(hub.call("homekeep/backup/retention/info").getJsonArray("pinned"))
        .containsExactlyInAnyOrder(early, pinned);
  }

  @Test
  void what_was_pinned_then_is_pinned_again() throws Exception {
    String other = backup("test.nas");
    hub.call("homekeep/backup/pin", of(other));
    String early = backup("backup.local");
    hub.call("homekeep/backup/unpin", of(other));

    restore(early);

    assertThat(hub.call("homekeep/backup/retention/info").getJsonArray("pinned"))
        .containsExactly(other);
  }

  @Test
  void what_was_uploaded_since_is_still_known_as_uploaded() throws Exception {
    String early = backup("backup.local");
    String uploaded = backup("test.nas");
    byte[] archive = nas.bytes(uploaded);
    hub.call("backup/delete", of(uploaded));
    HttpFront.of(hub)
        .upload("/api/backup/upload?agent_id=backup.local", "a.tar", Buffer.buffer(archive));

    restore(early);

    assertThat(stored("homekeep.backup")).contains(uploaded);
  }

  @Test
  void what_is_owed_now_is_delivered_after_it() throws Exception {
    String early = backup("backup.local");
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    String late = backup("test.nas");

    restore(early);
    assertThat(owed()).hasSize(1);
    nas.recover();
    hub.start();

    hub.until(() -> nas.ids().contains(late) && owed().isEmpty());
    assertThat(hub.issues()).doesNotContainKey("backup_found_at_start");
  }

  @Test
  void what_was_owed_then_is_not_owed_again() throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    String owed = backup("backup.local", "test.nas");
    String early = backup("backup.local");
    hub.call("homekeep/backup/deliveries/cancel", of(owed).put("agent_id", "test.nas"));
    assertThat(owed()).isEmpty();

    restore(early);

    assertThat(owed()).isEmpty();
  }

  @Test
  void copies_that_were_verified_since_stay_verified() throws Exception {
    String early = backup("backup.local");
    String late = backup("test.nas");
    assertThat(stored("homekeep.backup_copies")).contains(late);

    restore(early);

    assertThat(stored("homekeep.backup_copies")).contains(early).contains(late);
  }
}
