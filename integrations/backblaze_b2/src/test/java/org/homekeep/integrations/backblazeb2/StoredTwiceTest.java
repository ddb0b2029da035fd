package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import com.backblaze.b2.client.structures.B2CopyFileRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.b2.StoredObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two pairs of files whose sidecars name the same backup. */
class StoredTwiceTest extends EmulatorTest {
  private static final String ISSUE = "backups_stored_twice_01ENTRY";

  private ConfigEntry entry;
  private BackupAgent agent;

  @BeforeEach
  void enter() throws Exception {
    entry = entry();
    agent = agent(entry);
  }

  private void others(String base, String id, int size) throws Exception {
    put(entry, base + ".metadata.json", Sidecar.write(backup(id, size)));
    put(entry, base + ".tar", bytes(size));
  }

  /** Retention leaves to a person what is not automatic. */
  private static AgentBackup byHand(int size) {
    AgentBackup backup = backup(ID, size);
    return new AgentBackup(
        ID,
        backup.name(),
        backup.date(),
        backup.addons(),
        backup.folders(),
        backup.databaseIncluded(),
        backup.homeassistantIncluded(),
        backup.homeassistantVersion(),
        Map.of("with_automatic_settings", false, "instance_id", "abc"),
        backup.isProtected(),
        size);
  }

  private List<AgentBackup> listed() throws Exception {
    return hub.await(agent::listBackups);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ha/0-first", "ha/zz-last"})
  void a_copy_of_somebody_else_does_not_hide_the_own_and_is_named(String theirs) throws Exception {
    others(theirs, ID, 5);
    store(agent, upload(ID, bytes(100)));

    assertThat(listed()).containsExactly(byHand(100));

    assertThat(download(agent, ID)).isEqualTo(bytes(100));
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
    assertThat(hub.shownIssues().get(ISSUE).placeholders())
        .containsEntry("count", "1")
        .containsEntry("names", "* `%s.metadata.json`".formatted(theirs));
  }

  @Test
  void of_two_of_somebody_else_the_one_stored_first_counts() throws Exception {
    others("ha/b", ID, 7);
    others("ha/a", ID, 5);
    others("ha/c", ID, 6);

    assertThat(listed()).containsExactly(byHand(7));
    assertThat(hub.shownIssues().get(ISSUE).placeholders()).containsEntry("count", "2");
  }

  @Test
  void deleting_touches_the_own_alone_and_says_that_another_is_there() throws Exception {
    store(agent, upload(ID, bytes(100)));
    others("ha/zz-last", ID, 5);

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("another is still in the folder")
        .hasMessageContaining("ha/zz-last.metadata.json");

    assertThat(names()).containsExactly("ha/zz-last.metadata.json", "ha/zz-last.tar");
    assertThat(listed()).containsExactly(byHand(5));
    assertThat(hub.shownIssues()).isEmpty();

    hub.await(() -> agent.deleteBackup(ID));
    assertThat(names()).isEmpty();
  }

  @Test
  void a_copy_that_somebody_has_taken_away_since_the_last_list_is_not_told() throws Exception {
    store(agent, upload(ID, bytes(100)));
    others("ha/zz-last", ID, 5);
    listed();
    delete(entry, "ha/zz-last.metadata.json");
    delete(entry, "ha/zz-last.tar");

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  @Test
  void a_copy_with_all_that_stands_beside_the_files_is_told_from_the_own() throws Exception {
    store(agent, upload(ID, bytes(100)));
    try (Session session = session()) {
      for (StoredObject each : hub.await(b2.objects(BUCKET))) {
        B2CopyFileRequest copy =
            B2CopyFileRequest.builder(each.fileId(), each.name().replace("Automatic", "Kept"))
                .build();
        session.call((calls, account) -> calls.copyFile(account, copy));
      }
    }

    assertThat(listed()).containsExactly(byHand(100));
    failureOf(hub.start(() -> agent.deleteBackup(ID)));
    assertThat(names()).hasSize(2).allMatch(name -> name.startsWith("ha/Kept"));
    assertThat(listed()).containsExactly(byHand(100));
  }

  private Session session() throws Exception {
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(entry.data());
    Access access = new AccessCheck(settings, config).run();
    return new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock());
  }

  @Test
  void a_half_of_somebody_else_stays_when_the_own_is_deleted() throws Exception {
    store(agent, upload(ID, bytes(100)));
    put(entry, "ha/half.metadata.json", Sidecar.write(backup(ID, 5)));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).containsExactly("ha/half.metadata.json");
    assertThat(listed()).isEmpty();
  }

  @Test
  void an_own_backup_is_automatic_again_when_the_copy_of_it_is_gone() throws Exception {
    store(agent, upload(ID, bytes(100)));
    others("ha/keep", ID, 100);
    assertThat(listed()).containsExactly(byHand(100));

    delete(entry, "ha/keep.metadata.json");
    delete(entry, "ha/keep.tar");
    hub.advance(Duration.ofMinutes(6));

    assertThat(listed()).containsExactly(backup(ID, 100));
  }

  @Test
  void what_home_assistant_stored_is_no_copy() throws Exception {
    others(base(ID), ID, 7);

    assertThat(listed()).containsExactly(backup(ID, 7));
  }

  @Test
  void a_name_with_the_id_is_no_copy_either() throws Exception {
    put(entry, base(ID) + ".tar", bytes(3));
    store(agent, upload(ID, bytes(100)));

    assertThat(names()).contains(base(ID) + "_" + ID + ".tar");
    assertThat(listed()).containsExactly(backup(ID, 100));
  }
}
