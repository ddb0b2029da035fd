package org.homekeep.core.backup.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of a backup comes to a location that has one already. */
class SecondArchiveTest {
  private static final String HERE = "/api/backup/upload?agent_id=backup.local";

  private Path backups;
  private BackupHub hub;
  private HttpFront http;
  private MemoryAgent remote;
  private MemoryAgent other;
  private String id;
  private Buffer encrypted;
  private Buffer plain;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    hub = BackupHub.started(directory);
    backups = hub.directories().backups();
    remote = hub.addAgent("remote");
    other = hub.addAgent("other");
    http = HttpFront.of(hub);
    id = hub.backup(to("test.remote").put("password", "a key"));
    encrypted = Buffer.buffer(remote.bytes(id));
    plain =
        http.get("/api/backup/download/" + id + "?agent_id=test.remote&password=a%20key").body();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  private JsonObject copies() throws Exception {
    return hub.call("backup/details", new JsonObject().put("backup_id", id))
        .getJsonObject("backup")
        .getJsonObject("agents");
  }

  private List<String> files() throws Exception {
    return BackupHub.names(backups);
  }

  private Buffer file() throws Exception {
    return Buffer.buffer(Files.readAllBytes(backups.resolve(files().get(0))));
  }

  private boolean isProtectedHere() throws Exception {
    return copies().getJsonObject("backup.local").getBoolean("protected");
  }

  @Test
  void the_same_archive_is_stored_once() throws Exception {
    http.upload(HERE, "a.tar", encrypted);

    HttpFront.Answer answer = http.upload(HERE, "a.tar", encrypted);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(files()).hasSize(1);
    assertThat(file()).isEqualTo(encrypted);
  }

  @Test
  void the_same_archive_is_stored_once_whatever_somebody_called_its_file() throws Exception {
    Files.createDirectories(backups);
    Files.write(backups.resolve("z.tar"), encrypted.getBytes());

    HttpFront.Answer answer = http.upload(HERE, "a.tar", encrypted);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(files()).containsExactly("z.tar");
  }

  @Test
  void another_form_is_refused_and_the_one_that_is_here_stays() throws Exception {
    // Nobody has verified this one, and it may be the only good one.
    Files.createDirectories(backups);
    Files.write(backups.resolve("a.tar"), encrypted.getBytes());

    HttpFront.Answer answer = http.upload(HERE + "&agent_id=test.other", "a.tar", plain);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString())
        .contains(
            "The backup %s is stored here already, with other content (encrypted here: yes, in the new archive: no). It stays as it is. To store the new archive, delete the backup here first, or choose another location."
                .formatted(id));
    assertThat(files()).containsExactly("a.tar");
    assertThat(file()).isEqualTo(encrypted);
    assertThat(other.ids()).isEmpty();
    assertThat(hub.steps()).endsWith("receive_backup/failed/unknown_error", "idle");
  }

  @Test
  void another_form_can_go_to_another_location() throws Exception {
    http.upload(HERE, "a.tar", encrypted);

    HttpFront.Answer answer = http.upload("/api/backup/upload?agent_id=test.other", "a.tar", plain);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(copies().getJsonObject("test.other").getBoolean("protected")).isFalse();
    assertThat(isProtectedHere()).isTrue();
  }

  @Test
  void after_the_backup_was_deleted_another_form_is_taken() throws Exception {
    http.upload(HERE, "a.tar", encrypted);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));

    HttpFront.Answer answer = http.upload(HERE, "a.tar", plain);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(isProtectedHere()).isFalse();
  }

  @Test
  void what_came_by_an_upload_is_not_owed_any_more() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject("{\"agents\":{\"backup.local\":{\"protected\":false}}}"));
    // A file in the place of the directory takes no archive.
    Files.createFile(backups);
    hub.call("homekeep/backup/deliver", to("backup.local").put("backup_id", id));
    hub.until(() -> owed().size() == 1);
    Files.delete(backups);
    assertThat(http.upload(HERE, "a.tar", encrypted).statusCode()).isEqualTo(201);

    hub.advance(Duration.ofHours(5));
    hub.until(() -> owed().isEmpty());

    assertThat(files()).hasSize(1);
    assertThat(isProtectedHere()).isTrue();
  }

  @Test
  void a_location_that_loses_a_new_copy_keeps_the_one_that_it_had() throws Exception {
    remote.loseUploads();

    http.upload("/api/backup/upload?agent_id=test.remote", "a.tar", plain);
    for (int attempts = 1; attempts < 4; attempts++) {
      int tried = attempts;
      hub.until(() -> owed().get(0).getInteger("attempts") == tried);
      hub.advance(Duration.ofHours(5));
    }

    assertThat(remote.deletedIds()).isEmpty();
    assertThat(Buffer.buffer(remote.bytes(id))).isEqualTo(encrypted);
  }

  private List<JsonObject> owed() throws Exception {
    return hub.call("homekeep/backup/deliveries").getJsonArray("deliveries").stream()
        .map(JsonObject.class::cast)
        .toList();
  }
}
