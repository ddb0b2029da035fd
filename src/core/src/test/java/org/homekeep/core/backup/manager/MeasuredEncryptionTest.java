package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.archive.RawTar;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5, "Encryption measured": what is said of a copy was seen in its bytes. */
class MeasuredEncryptionTest {
  private static final CopyId NIGHTLY = new CopyId("27e0ff0f", "x.y");

  private final Map<String, Issue> shown = new HashMap<>();
  private final MeasuredEncryption encryption =
      new MeasuredEncryption(
          new IssueReporter() {
            @Override
            public void report(Issue issue) {
              shown.put(issue.issueId(), issue);
            }

            @Override
            public void resolve(String issueId) {
              shown.remove(issueId);
            }
          });

  private static NewBackup plan(Optional<Secret> key) {
    return NewBackup.plan(
        CreateRequests.plain("backup.local"),
        Map.of(),
        key,
        BackupHub.INSTANCE,
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  private static AgentBackup measured(NewBackup plan, boolean encrypted) {
    return new AgentBackup(
        plan.backupId(),
        plan.metadata().name(),
        plan.metadata().date(),
        List.of(),
        List.of(),
        true,
        true,
        Optional.of("2026.8.1"),
        Map.of(),
        encrypted,
        10_240);
  }

  @Test
  void a_copy_that_was_deleted_as_the_issue_says_ends_it() {
    encryption.measured(NIGHTLY, "Nightly", false);
    encryption.measured(new CopyId("f0f0f0f0", "x.y"), "Weekly", false);
    encryption.deleted(NIGHTLY);
    assertThat(shown).containsOnlyKeys("backup_copy_not_encrypted_x.y");

    encryption.listed("x.y", Set.of("27e0ff0f"), encryption.known());
    assertThat(shown).isEmpty();
  }

  @Test
  void a_list_from_before_says_nothing_of_what_was_measured_since() {
    Set<CopyId> before = encryption.known();
    encryption.measured(NIGHTLY, "Nightly", false);

    encryption.listed("x.y", Set.of(), before);

    assertThat(shown).containsOnlyKeys("backup_copy_not_encrypted_x.y");
  }

  @Test
  void an_archive_that_is_not_as_it_was_asked_for_is_refused_with_what_was_found() {
    NewBackup plan = plan(Optional.of(Secret.of("AAAA-BBBB")));

    assertThatThrownBy(() -> ArchiveMaker.requireAsPlanned(plan, measured(plan, false)))
        .isInstanceOf(NotAsAskedException.class)
        .hasMessageContaining("it is not encrypted, although it had to be. It was deleted");
    assertThatThrownBy(
            () -> ArchiveMaker.requireAsPlanned(plan(Optional.empty()), measured(plan, true)))
        .isInstanceOf(NotAsAskedException.class)
        .hasMessageContaining("it is encrypted, although it was not to be. It was deleted");
  }

  @Test
  void the_issue_has_the_evidence_and_ends_with_the_next_good_backup() {
    encryption.made("Nightly", Future.failedFuture(new NotAsAskedException("It is plain.")));

    Issue issue = shown.values().iterator().next();
    assertThat(issue.translationKey()).isEqualTo("backup_not_as_asked");
    assertThat(issue.placeholders())
        .isEqualTo(Map.of("name", "Nightly", "evidence", "It is plain."));
    assertThat(issue.persistent()).isTrue();
    encryption.made("Nightly", Future.failedFuture(new IllegalStateException("disk full")));
    assertThat(shown).hasSize(1);
    encryption.made("Nightly", Future.succeededFuture());
    assertThat(shown).isEmpty();
  }

  @Test
  void a_recoded_copy_has_an_issue_for_its_location_alone() {
    encryption.recoded(NIGHTLY, "Nightly", Future.failedFuture(new NotAsAskedException("Plain.")));
    CopyId other = new CopyId("27e0ff0f", "x.z");
    encryption.recoded(other, "Nightly", Future.failedFuture(new NotAsAskedException("Plain.")));
    encryption.recoded(other, "Nightly", Future.succeededFuture());

    assertThat(shown).containsOnlyKeys("backup_copy_not_as_asked_x.y");
    assertThat(shown.get("backup_copy_not_as_asked_x.y").placeholders())
        .isEqualTo(Map.of("name", "Nightly", "evidence", "Plain.", "agent_id", "x.y"));
  }

  private static byte[] pretender() {
    JsonObject metadata =
        new JsonObject()
            .put("slug", "27e0ff0f")
            .put("name", "Empty password")
            .put("date", "2026-01-30T05:42:12-08:00")
            .put("protected", true)
            .put("homeassistant", new JsonObject().put("version", "2026.1.0"));
    return RawTar.archiveOf(
        metadata.encode().getBytes(StandardCharsets.UTF_8), "homeassistant.tar", new byte[10_240]);
  }

  @Test
  void a_local_archive_that_calls_itself_encrypted_and_is_not_is_told_and_listed_as_it_is(
      @TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("backups"));
    Path file = Files.write(directory.resolve("backups/a.tar"), pretender());
    try (BackupHub hub = BackupHub.started(directory)) {
      JsonObject backup = hub.call("backup/info").getJsonArray("backups").getJsonObject(0);

      assertThat(backup.getJsonObject("agents").getJsonObject("backup.local"))
          .isEqualTo(new JsonObject().put("protected", false).put("size", Files.size(file)));
      assertThat(hub.issues().get("backup_copy_not_encrypted_backup.local").placeholders())
          .isEqualTo(Map.of("agent_id", "backup.local", "backups", "Empty password"));
      Files.delete(file);
      hub.call("backup/info");
      assertThat(hub.issues()).isEmpty();
    }
  }

  @Test
  void a_copy_elsewhere_that_is_not_encrypted_is_told_when_it_is_looked_into(
      @TempDir Path directory) throws Exception {
    try (BackupHub hub = BackupHub.started(directory)) {
      MemoryAgent remote = hub.addAgent("remote");
      AgentBackup claimed = measured(plan(Optional.empty()), true);
      remote.put(claimed, pretender());
      JsonObject fields =
          new JsonObject().put("backup_id", claimed.backupId()).put("agent_id", "test.remote");

      assertThat(hub.refused("backup/can_decrypt_on_download", fields.put("password", "x")))
          .startsWith("decrypt_not_supported: ");

      assertThat(hub.issues()).containsOnlyKeys("backup_copy_not_encrypted_test.remote");
    }
  }

  @Test
  void a_good_backup_has_no_issue(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("configuration.yaml"), "home");
    try (BackupHub hub = BackupHub.started(directory)) {
      hub.backup(
          new JsonObject()
              .put("agent_ids", new JsonArray().add("backup.local"))
              .put("password", "AAAA-BBBB"));

      assertThat(hub.issues()).isEmpty();
    }
  }
}
