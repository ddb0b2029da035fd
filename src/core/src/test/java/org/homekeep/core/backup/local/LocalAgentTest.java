package org.homekeep.core.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAgentTest {
  private Path backups;
  private Path elsewhere;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    Path home = Files.createDirectory(temporary.resolve("home"));
    elsewhere = temporary.resolve("elsewhere.tar");
    backups = home.resolve("backups");
    hub = BackupHub.started(home);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private String made() throws Exception {
    return hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("backup.local")));
  }

  private List<String> listed() throws Exception {
    return hub.call("backup/info").getJsonArray("backups").stream()
        .map(backup -> ((JsonObject) backup).getString("backup_id"))
        .toList();
  }

  private Path onlyFile() throws Exception {
    return backups.resolve(BackupHub.names(backups).get(0));
  }

  @Test
  void a_file_that_is_dropped_in_is_seen_without_a_restart() throws Exception {
    String id = made();
    Files.move(onlyFile(), elsewhere);
    assertThat(listed()).isEmpty();

    Files.move(elsewhere, backups.resolve("some name.tar"));

    assertThat(listed()).containsExactly(id);
  }

  @Test
  void a_directory_that_is_gone_for_the_moment_is_an_error_and_not_an_empty_list()
      throws Exception {
    String id = made();
    Files.move(backups, elsewhere);

    assertThat(hub.call("backup/info").getJsonObject("agent_errors").getString("backup.local"))
        .isEqualTo(
            "The backup directory %s is not there at the moment. Connect its disk, or make the directory again."
                .formatted(backups));

    Files.move(elsewhere, backups);
    assertThat(listed()).containsExactly(id);
  }

  @Test
  void another_archive_that_is_put_beside_it_later_does_not_take_its_place() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");
    String id =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("test.remote").add("backup.local"))
                .put("password", "a key"));
    Path own = onlyFile();
    hub.call(
        "backup/config/update",
        new JsonObject("{\"agents\":{\"test.plain\":{\"protected\":false}}}"));
    MemoryAgent plain = hub.addAgent("plain");
    hub.call(
        "backup/config/update", new JsonObject("{\"create_backup\":{\"password\":\"a key\"}}"));
    hub.call(
        "homekeep/backup/deliver",
        new JsonObject().put("backup_id", id).put("agent_ids", new JsonArray().add("test.plain")));
    hub.until(() -> plain.ids().contains(id));
    assertThat(plain.bytes(id)).isNotEqualTo(remote.bytes(id));
    Files.write(backups.resolve("a.tar"), plain.bytes(id));
    Files.setLastModifiedTime(
        backups.resolve("a.tar"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

    assertThat(isProtectedHere(id)).isTrue();
    assertThat(own).exists();
  }

  private boolean isProtectedHere(String id) throws Exception {
    return hub.call("backup/details", new JsonObject().put("backup_id", id))
        .getJsonObject("backup")
        .getJsonObject("agents")
        .getJsonObject("backup.local")
        .getBoolean("protected");
  }

  @Test
  void before_the_first_backup_there_is_no_directory_and_that_is_no_error() throws Exception {
    assertThat(backups).doesNotExist();
    assertThat(hub.call("backup/info").getJsonObject("agent_errors")).isEmpty();
  }

  @Test
  void what_is_no_archive_is_passed_over() throws Exception {
    String id = made();
    Files.writeString(backups.resolve("notes.tar"), "no archive at all");
    Files.writeString(backups.resolve("empty.tar"), "");
    Files.createDirectory(backups.resolve("directory.tar"));
    Files.writeString(backups.resolve(".hidden.tar"), "hidden");
    Files.createSymbolicLink(backups.resolve("dangling.tar"), Path.of("nowhere"));

    assertThat(listed()).containsExactly(id);
    assertThat(hub.call("backup/info").getJsonObject("agent_errors")).isEmpty();
  }

  @Test
  void a_file_that_the_system_cannot_read_hides_no_other() throws Exception {
    String id = made();
    Files.createSymbolicLink(backups.resolve("loop.tar"), Path.of("loop.tar"));

    assertThat(listed()).containsExactly(id);
    assertThat(hub.call("backup/info").getJsonObject("agent_errors")).isEmpty();
  }

  @Test
  void an_archive_that_lost_its_end_is_not_listed_as_a_backup() throws Exception {
    made();
    byte[] whole = Files.readAllBytes(onlyFile());
    Files.write(onlyFile(), java.util.Arrays.copyOf(whole, 2_700));

    assertThat(listed()).isEmpty();
  }

  @Test
  void a_name_from_outside_never_leaves_the_directory() throws Exception {
    hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local"))
            .put("name", "../../etc/.. \\ passwd"));

    assertThat(BackupHub.names(backups)).hasSize(1).allMatch(name -> name.endsWith(".tar"));
    assertThat(listed()).hasSize(1);
  }

  @Test
  void deleting_an_unknown_backup_succeeds() throws Exception {
    assertThat(hub.call("backup/delete", new JsonObject().put("backup_id", "../x")))
        .isEqualTo(new JsonObject().put("agent_errors", new JsonObject()));
  }
}
