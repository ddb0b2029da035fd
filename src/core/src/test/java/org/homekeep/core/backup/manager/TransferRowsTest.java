package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupAgentUnreachableException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of backup.md §2 to §7 and §10 about archives on their way to and from locations. */
class TransferRowsTest extends ManagerHubTest {
  @Test
  void a_temporary_archive_is_there_while_it_is_sent_and_gone_after_that() throws Exception {
    Promise<Void> gate = remote.holdUploads();
    String id = hub.call("backup/generate", to("test.remote")).getString("backup_job_id");
    hub.until(() -> remote.uploading() == 1);

    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).containsExactly(id + ".tar");
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
    gate.complete();
    hub.awaitIdle();

    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void with_the_local_location_there_is_no_temporary_archive_and_the_file_stays() throws Exception {
    Promise<Void> gate = remote.holdUploads();
    hub.call("backup/generate", to("backup.local", "test.remote"));
    hub.until(() -> remote.uploading() == 1);

    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    gate.complete();
    hub.awaitIdle();

    assertThat(BackupHub.names(directory.resolve("backups"))).hasSize(1);
  }

  @Test
  void a_temporary_archive_that_is_gone_when_it_is_to_be_sent_fails_the_backup() throws Exception {
    Promise<Void> gate = remote.holdUploads();
    String id = hub.call("backup/generate", to("test.remote")).getString("backup_job_id");
    hub.until(() -> remote.uploading() == 1);
    Files.delete(directory.resolve("tmp_backups").resolve(id + ".tar"));

    gate.complete();
    hub.awaitIdle();

    assertThat(hub.steps()).endsWith("create_backup/failed/upload_failed", "idle");
    assertThat(remote.ids()).isEmpty();
  }

  // §10 Receive

  private Buffer archiveOf1970() throws Exception {
    Path archive = directory.resolveSibling("1970.tar");
    Path data = Files.createDirectories(directory.resolveSibling("1970"));
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(
                ArchiveMetadata.ofHomeAssistant(
                    "abc12345",
                    "Test",
                    "1970-01-01T00:00:00.000Z",
                    false,
                    Map.of(),
                    new ArchiveMetadata.HomeAssistant("2024.12.0", true)),
                List.of(
                    PartSource.homeAssistant(data, Exclusions.none(), Map.of(), Omissions.none())),
                Optional.empty()),
            archive,
            ArchiveObserver.none());
    return Buffer.buffer(Files.readAllBytes(archive));
  }

  @Test
  void what_is_received_for_here_and_elsewhere_is_moved_to_its_name() throws Exception {
    HttpFront http = HttpFront.of(hub);
    Buffer archive = archiveOf1970();

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=backup.local&agent_id=test.remote", "a.tar", archive);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(BackupHub.names(directory.resolve("backups")))
        .containsExactly("Test_1970-01-01_00.00_00000000.tar");
    assertThat(remote.bytes("abc12345")).isEqualTo(archive.getBytes());
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(hub.events())
        .contains(
            new JsonObject()
                .put("manager_state", "receive_backup")
                .put("agent_id", "test.remote")
                .put("uploaded_bytes", (long) archive.length())
                .put("total_bytes", (long) archive.length()));
    assertThat(known()).hasSize(1);
  }

  @Test
  void what_is_received_for_elsewhere_alone_does_not_stay_here() throws Exception {
    HttpFront http = HttpFront.of(hub);

    HttpFront.Answer answer =
        http.upload("/api/backup/upload?agent_id=test.remote", "a.tar", archiveOf1970());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(remote.ids()).containsExactly("abc12345");
  }

  @Test
  void what_was_made_here_can_be_received_whatever_its_name() throws Exception {
    HttpFront http = HttpFront.of(hub);
    String name = "Before 1/2 ..\\x\n../../y";
    String id = hub.backup(to("test.remote").put("name", name));
    Buffer archive = Buffer.buffer(remote.bytes(id));

    HttpFront.Answer answer = http.upload("/api/backup/upload?agent_id=backup.local", "a", archive);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(details(id).getJsonObject("backup").getString("name")).isEqualTo(name);
    assertThat(BackupHub.names(directory.resolve("backups"))).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"backup.local, backups", "test.remote, tmp_backups"})
  void what_cannot_be_written_is_told_as_that(String agentId, String place) throws Exception {
    HttpFront http = HttpFront.of(hub);
    Buffer archive = archiveOf1970();
    Files.writeString(directory.resolve(place), "in the way");

    HttpFront.Answer answer = http.upload("/api/backup/upload?agent_id=" + agentId, "a", archive);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString()).contains("Can't write backup file: ").contains(place);
    assertThat(hub.steps()).endsWith("receive_backup/failed/unknown_error", "idle");
  }

  // §7

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new BackupAgentException("Boom!"), "backup_agent_error", "Boom!"),
        Arguments.of(
            new BackupAgentUnreachableException(new IOException("asleep")),
            "backup_agent_unreachable",
            "The backup agent is unreachable."),
        Arguments.of(
            new BackupNotFoundException("0000000a"), "backup_not_found", "Backup not found"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("failures")
  void a_download_for_a_restore_fails_with_the_code_of_its_failure(
      Exception failure, String reason, String message) throws Exception {
    String id = hub.backup(to("test.remote"));
    remote.failDownloadsWith(failure);

    String refused =
        hub.refused(
            "backup/restore", new JsonObject().put("backup_id", id).put("agent_id", "test.remote"));

    assertThat(refused).endsWith(": " + message);
    assertThat(hub.steps()).endsWith("restore_backup/failed/" + reason, "idle");
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(hub.restarts()).isZero();
  }

  @Test
  void a_location_that_fails_in_an_unknown_way_fails_a_restore_with_an_unknown_error()
      throws Exception {
    String id = hub.backup(to("test.remote"));
    remote.failWith(new IllegalStateException("Oops"));

    assertThatThrownBy(
            () ->
                hub.call(
                    "backup/restore",
                    new JsonObject().put("backup_id", id).put("agent_id", "test.remote")))
        .isNotInstanceOf(WireException.class);

    assertThat(hub.steps()).endsWith("restore_backup/failed/unknown_error", "idle");
    assertThat(directory.resolve(".HA_RESTORE")).doesNotExist();
  }

  @Test
  void a_result_of_a_restore_that_cannot_be_read_does_not_keep_the_hub_from_starting()
      throws Exception {
    hub.close();
    Path result = Files.createDirectories(directory.resolve(".HA_RESTORE_RESULT"));
    Files.writeString(result.resolve("file"), "in the way");

    hub = BackupHub.open(hub.directories());

    assertThat(hub.call("backup/info").getString("state")).isEqualTo("blocked");
    assertThat(hub.call("backup/info").getValue("last_action_event")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "{\"success\":\"perhaps\"}"})
  void a_result_of_a_restore_that_makes_no_sense_is_put_away(String text) throws Exception {
    hub.close();
    Files.writeString(directory.resolve(".HA_RESTORE_RESULT"), text);

    hub = BackupHub.open(hub.directories());

    assertThat(hub.call("backup/agents/info").getJsonArray("agents")).isNotEmpty();
    assertThat(directory.resolve(".HA_RESTORE_RESULT")).doesNotExist();
  }
}
