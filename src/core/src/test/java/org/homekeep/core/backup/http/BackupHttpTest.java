package org.homekeep.core.backup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupHttpTest {
  private static final String KEY = "AAAA-BBBB";
  private static final int BLOB = 3_000_000;

  private Path directory;
  private BackupHub hub;
  private HttpFront http;
  private MemoryAgent remote;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary.resolve("home");
    Files.createDirectories(directory);
    byte[] blob = new byte[BLOB];
    new Random(1).nextBytes(blob);
    Files.write(directory.resolve("blob"), blob);
    hub = BackupHub.started(directory);
    remote = hub.addAgent("remote");
    http = HttpFront.of(hub);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private String made() throws Exception {
    return hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local").add("test.remote"))
            .put("name", "My Backup 1.0")
            .put("password", KEY));
  }

  private Verification verified(Buffer archive, Optional<Secret> key) throws Exception {
    Path file = Files.write(directory.resolveSibling("download.tar"), archive.getBytes());
    return new ArchiveVerifier(key, ArchiveLimits.standard()).verify(file);
  }

  @Test
  void all_routes_are_for_administrators() {
    assertThat(hub.routes().added()).hasSize(3).allMatch(each -> each.access() == Access.ADMIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup.local", "test.remote"})
  void a_raw_download_is_the_stored_archive_byte_for_byte(String agentId) throws Exception {
    String id = made();

    HttpFront.Answer answer = http.get("/api/backup/download/" + id + "?agent_id=" + agentId);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().getBytes()).isEqualTo(remote.bytes(id));
    assertThat(answer.getHeader("Content-Length"))
        .isEqualTo(Integer.toString(remote.bytes(id).length));
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/x-tar");
    assertThat(answer.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=my_backup_1_0.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup.local", "test.remote"})
  void with_the_key_the_download_is_readable_by_anybody(String agentId) throws Exception {
    String id = made();

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=" + agentId + "&password=" + KEY);

    Verification found = verified(answer.body(), Optional.empty());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(found.measuredProtected()).isFalse();
    assertThat(found.metadata().isProtected()).isFalse();
    assertThat(found.fileBytes()).isGreaterThanOrEqualTo(BLOB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup.local", "test.remote"})
  void a_wrong_key_is_answered_before_the_first_byte(String agentId) throws Exception {
    String id = made();
    hub.forgetKeys();

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=" + agentId + "&password=wrong");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("message", "Incorrect password")
                .put("code", "password_incorrect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"&password=wrong", "&decrypt=true"})
  void a_key_of_the_ring_opens_what_the_given_one_does_not(String query) throws Exception {
    String id = made();

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=test.remote" + query);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(verified(answer.body(), Optional.empty()).measuredProtected()).isFalse();
  }

  @Test
  void without_any_key_that_opens_it_nothing_is_decrypted() throws Exception {
    String id = made();
    hub.forgetKeys();

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=test.remote&decrypt=true");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("message", "Incorrect password")
                .put("code", "password_incorrect"));
  }

  @Test
  void a_key_that_opened_a_download_is_on_the_ring_afterwards() throws Exception {
    String id = made();
    hub.forgetKeys();

    http.get("/api/backup/download/" + id + "?agent_id=test.remote&password=" + KEY);
    HttpFront.Answer second =
        http.get("/api/backup/download/" + id + "?agent_id=test.remote&decrypt=true");

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(hub.keys()).hasSize(1);
    assertThat(hub.keys().get(0).getString("origin")).isEqualTo("opened");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-99, 0, 100",
    "bytes=100-, 100, -1",
    "bytes=-10, -10, -1",
    "bytes=0-999999999999, 0, -1",
  })
  void a_piece_of_a_local_archive_can_be_asked_for(String range, long from, long length)
      throws Exception {
    String id = made();
    byte[] whole = remote.bytes(id);
    int first = (int) (from < 0 ? whole.length + from : from);
    int end = length < 0 ? whole.length : (int) (first + length);

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=backup.local", "Range", range);

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body().getBytes()).isEqualTo(Arrays.copyOfRange(whole, first, end));
    assertThat(answer.getHeader("Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(first, end - 1, whole.length));
  }

  @Test
  void a_piece_beyond_the_end_is_refused_and_nonsense_gets_the_whole() throws Exception {
    String path = "/api/backup/download/" + made() + "?agent_id=backup.local";

    assertThat(http.get(path, "Range", "bytes=99999999-").statusCode()).isEqualTo(416);
    assertThat(http.get(path, "Range", "bytes=5-2").statusCode()).isEqualTo(200);
    assertThat(http.get(path, "Range", "lines=1-2").statusCode()).isEqualTo(200);
  }

  @Test
  void an_upload_may_be_larger_than_sixteen_mebibytes() throws Exception {
    byte[] blob = new byte[17 << 20];
    new Random(2).nextBytes(blob);
    Files.write(directory.resolve("large"), blob);
    String id = made();
    byte[] archive = remote.bytes(id);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));

    HttpFront.Answer answer =
        http.upload("/api/backup/upload?agent_id=test.remote", "a.tar", Buffer.buffer(archive));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(archive.length).isGreaterThan(16 << 20);
    assertThat(remote.bytes(id)).isEqualTo(archive);
  }

  @Test
  void what_is_not_there_is_answered_with_404_and_a_missing_location_with_400() throws Exception {
    String id = made();

    assertThat(http.get("/api/backup/download/nope?agent_id=test.remote").statusCode())
        .isEqualTo(404);
    assertThat(http.get("/api/backup/download/" + id).statusCode()).isEqualTo(400);
    assertThat(http.get("/api/backup/download/" + id + "?agent_id=x.y").statusCode())
        .isEqualTo(400);
    Files.delete(
        directory.resolve("backups/" + BackupHub.names(directory.resolve("backups")).get(0)));
    assertThat(http.get("/api/backup/download/" + id + "?agent_id=backup.local").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_location_that_fails_is_answered_with_500() throws Exception {
    String id = made();
    remote.failWith(new BackupAgentException("Boom!"));

    HttpFront.Answer answer = http.get("/api/backup/download/" + id + "?agent_id=test.remote");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("Boom!");
  }

  @Test
  void an_archive_without_any_part_is_a_fault_of_the_location_and_not_missing() throws Exception {
    String id = made();
    AgentBackup copy = remote.remove(id);
    remote.put(copy, metadataAlone(id));

    HttpFront.Answer answer =
        http.get("/api/backup/download/" + id + "?agent_id=test.remote&password=" + KEY);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsJsonObject().getString("message"))
        .isEqualTo("No tar files found in the backup.");
  }

  /** The beginning of the archive here, and the end of a tar. */
  private byte[] metadataAlone(String id) throws Exception {
    Path archive = hub.async(() -> hub.backups().manager().copies().localFile(id));
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
      byte[] head = new byte[512];
      file.readFully(head);
      int size = Integer.parseInt(new String(head, 124, 11, StandardCharsets.US_ASCII), 8);
      byte[] bytes = new byte[512 + (size + 511) / 512 * 512];
      file.seek(0);
      file.readFully(bytes);
      return Arrays.copyOf(bytes, bytes.length + 1024);
    }
  }

  @Test
  void a_file_that_is_deleted_after_it_was_found_is_missing() {
    assertThat(DownloadRoute.status(new NoSuchFileException("/a"))).isEqualTo(404);
    assertThat(DownloadRoute.status(new FileNotFoundException("/a"))).isEqualTo(404);
    assertThat(DownloadRoute.status(new FileSystemException("/a"))).isEqualTo(500);
  }

  @Test
  void an_upload_is_stored_everywhere_as_it_is() throws Exception {
    String id = made();
    byte[] archive = remote.bytes(id);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));
    int before = hub.steps().size();

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=backup.local&agent_id=test.remote",
            "anything.tar",
            Buffer.buffer(archive));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.bodyAsJsonObject()).isEqualTo(new JsonObject().put("backup_id", id));
    assertThat(remote.bytes(id)).isEqualTo(archive);
    assertThat(BackupHub.names(directory.resolve("backups")))
        .containsExactly("My_Backup_1.0_2024-11-11_12.00_00000000.tar");
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(hub.steps().subList(before, hub.steps().size()))
        .containsExactly(
            "receive_backup/in_progress",
            "receive_backup/receive_file/in_progress",
            "receive_backup/upload_to_agents/in_progress",
            "receive_backup/completed",
            "idle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=\"file\"; filename=\"a.tar\"",
        "name=\"whatever\"; filename=\"a.tar\"",
        "name=\"file\"",
        "name=\"agent_id\""
      })
  void the_first_part_is_the_archive_whatever_it_is_called(String disposition) throws Exception {
    String id = made();
    byte[] archive = remote.bytes(id);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=test.remote",
            Buffer.buffer("--edge\r\nContent-Disposition: form-data; " + disposition)
                .appendString("\r\n\r\n")
                .appendBytes(archive)
                .appendString("\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"")
                .appendString("; filename=\"b.tar\"\r\n\r\nanother\r\n--edge--\r\n"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(remote.bytes(id)).isEqualTo(archive);
  }

  @Test
  void without_the_key_a_download_can_be_described_and_not_opened() throws Exception {
    String id = made();

    Buffer raw = http.get("/api/backup/download/" + id + "?agent_id=test.remote").body();

    assertThatThrownBy(() -> verified(raw, Optional.empty()))
        .isInstanceOf(ArchiveException.KeyRequired.class);
    Verification whole = verified(raw, Optional.of(Secret.of(KEY)));
    assertThat(whole.metadata().name()).isEqualTo("My Backup 1.0");
    assertThat(whole.metadata().isProtected()).isTrue();
  }

  @Test
  void a_decrypted_download_says_the_same_but_that_it_is_not_protected() throws Exception {
    String id = made();
    String path = "/api/backup/download/" + id + "?agent_id=test.remote";

    ArchiveMetadata original =
        verified(http.get(path).body(), Optional.of(Secret.of(KEY))).metadata();
    ArchiveMetadata decrypted =
        verified(http.get(path + "&password=" + KEY).body(), Optional.empty()).metadata();

    assertThat(decrypted).isEqualTo(original.withProtected(false));
  }

  @Test
  void a_location_that_does_not_exist_among_others_is_recorded() throws Exception {
    String id = made();
    Buffer archive = Buffer.buffer(remote.bytes(id));

    HttpFront.Answer answer =
        http.upload("/api/backup/upload?agent_id=x.y&agent_id=test.remote", "a.tar", archive);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(
            hub.call("backup/details", new JsonObject().put("backup_id", id))
                .getJsonObject("backup")
                .getJsonArray("failed_agent_ids"))
        .containsExactly("x.y");
  }

  @Test
  void a_backup_of_which_somebody_put_a_second_file_here_is_one_and_is_deleted_whole()
      throws Exception {
    String id = made();
    Files.write(directory.resolve("backups").resolve("a.tar"), remote.bytes(id));

    assertThat(hub.call("backup/info").getJsonArray("backups")).hasSize(1);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "C:\\fakepath\\backup.tar", "..", "/backup.tar", "", "."})
  void a_file_name_that_is_more_than_a_name_is_refused(String name) throws Exception {
    String id = made();

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=test.remote", name, Buffer.buffer(remote.bytes(id)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsString()).contains("Invalid filename");
    assertThat(hub.steps()).endsWith("receive_backup/failed/unknown_error", "idle");
  }

  @Test
  void what_is_no_archive_is_refused_and_leaves_nothing() throws Exception {
    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=backup.local", "a.tar", Buffer.buffer("not a tar"));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString()).contains("Can't upload backup file: ");
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
    assertThat(hub.steps()).endsWith("receive_backup/failed/unknown_error", "idle");
  }

  @Test
  void a_truncated_archive_is_refused() throws Exception {
    Buffer half = Buffer.buffer(remote.bytes(made())).slice(0, BLOB / 2);

    HttpFront.Answer answer = http.upload("/api/backup/upload?agent_id=test.remote", "a.tar", half);

    assertThat(answer.statusCode()).isEqualTo(500);
  }

  @Test
  void an_upload_needs_a_location_that_exists() throws Exception {
    assertThat(http.upload("/api/backup/upload", "a.tar", Buffer.buffer("x")).statusCode())
        .isEqualTo(400);
    assertThat(
            http.upload("/api/backup/upload?agent_id=x.y", "a.tar", Buffer.buffer("x"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_upload_to_a_location_that_fails_is_recorded_and_succeeds() throws Exception {
    String id = made();
    Buffer archive = Buffer.buffer(remote.bytes(id));
    hub.call("backup/delete", new JsonObject().put("backup_id", id));
    remote.failUploadsWith(new BackupAgentException("Boom!"));

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=backup.local&agent_id=test.remote", "a.tar", archive);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(
            hub.call("backup/details", new JsonObject().put("backup_id", id))
                .getJsonObject("backup")
                .getJsonArray("failed_agent_ids"))
        .containsExactly("test.remote");
  }

  @Test
  void an_upload_waits_for_nobody_while_the_manager_is_busy() throws Exception {
    String id = made();
    var gate = remote.holdUploads();
    hub.call(
        "backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.remote")));

    HttpFront.Answer answer =
        http.upload(
            "/api/backup/upload?agent_id=backup.local", "a.tar", Buffer.buffer(remote.bytes(id)));
    gate.complete();
    hub.awaitIdle();

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString())
        .contains("Can't upload backup file: Backup manager busy: create_backup");
  }
}
