package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.Vectors;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** backup.md §7 and the rows of §10 on restoring, from the command to the next start. */
class RestoreRowsTest {
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  private static final String DATABASE = "home-assistant_v2.db";
  private static final String LOG = "home-assistant_v2.db-wal";

  @TempDir Path outside;
  private Path directory;
  private BackupHub hub;
  private MemoryAgent remote;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    write("configuration.yaml", "old");
    write(DATABASE, "old history");
    write("nested/backups/kept.txt", "old");
    hub = BackupHub.started(directory);
    remote = hub.addAgent("remote");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String read(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "none";
  }

  private String backedUp(boolean database) throws Exception {
    return hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("test.remote"))
            .put("include_database", database)
            .put("password", KEY));
  }

  private static JsonObject from(String id) {
    return new JsonObject()
        .put("backup_id", id)
        .put("agent_id", "test.remote")
        .put("password", KEY);
  }

  private void changeEverything() throws IOException {
    write("configuration.yaml", "changed");
    write("added.yaml", "changed");
    write(DATABASE, "changed history");
    write(LOG, "changed log");
    write("nested/backups/kept.txt", "changed");
  }

  /** Orders the restore, and starts anew as the hub does. */
  private void restored(JsonObject command) throws Exception {
    hub.call("backup/restore", command);
    hub.close();
    PendingRestore.apply(hub.directories());
    hub = BackupHub.open(hub.directories());
  }

  private String lastAction() throws Exception {
    JsonObject event = hub.call("backup/info").getJsonObject("last_action_event");
    return event.getString("manager_state")
        + "/"
        + event.getString("state")
        + Optional.ofNullable(event.getString("reason")).map(text -> ": " + text).orElse("");
  }

  @Test
  void the_whole() throws Exception {
    String id = backedUp(true);
    changeEverything();

    restored(from(id));

    assertThat(lastAction()).isEqualTo("restore_backup/completed");
    assertThat(read("configuration.yaml")).isEqualTo("old");
    assertThat(read("added.yaml")).isEqualTo("none");
    assertThat(read(DATABASE)).isEqualTo("old history");
    assertThat(read(LOG)).isEqualTo("none");
    assertThat(read("nested/backups/kept.txt")).isEqualTo("old");
  }

  @Test
  void the_database_only() throws Exception {
    String id = backedUp(true);
    changeEverything();

    restored(from(id).put("restore_homeassistant", false));

    assertThat(lastAction()).isEqualTo("restore_backup/completed");
    assertThat(read(DATABASE)).isEqualTo("old history");
    assertThat(read(LOG)).isEqualTo("none");
    assertThat(read("configuration.yaml")).isEqualTo("changed");
    assertThat(read("added.yaml")).isEqualTo("changed");
  }

  @Test
  void all_but_the_database() throws Exception {
    String id = backedUp(true);
    changeEverything();

    restored(from(id).put("restore_database", false));

    assertThat(lastAction()).isEqualTo("restore_backup/completed");
    assertThat(read("configuration.yaml")).isEqualTo("old");
    assertThat(read("added.yaml")).isEqualTo("none");
    assertThat(read(DATABASE)).isEqualTo("changed history");
    assertThat(read(LOG)).isEqualTo("changed log");
  }

  @Test
  void the_database_of_a_backup_without_one_is_refused_and_nothing_changes() throws Exception {
    String id = backedUp(false);
    changeEverything();

    restored(from(id).put("restore_homeassistant", false));

    assertThat(lastAction())
        .isEqualTo(
            "restore_backup/failed: The backup has no database, so that none can be restored.");
    assertThat(read(DATABASE)).isEqualTo("changed history");
  }

  @Test
  void the_whole_of_a_backup_without_a_database_leaves_the_one_that_is_there() throws Exception {
    String id = backedUp(false);
    changeEverything();

    restored(from(id));

    assertThat(read("configuration.yaml")).isEqualTo("old");
    assertThat(read(DATABASE)).isEqualTo("changed history");
  }

  @Test
  void the_result_is_told_once_and_the_manager_is_not_blocked() throws Exception {
    restored(from(backedUp(true)));
    assertThat(hub.call("backup/info").getString("state")).isEqualTo("idle");

    hub = hub.reopened();

    assertThat(hub.call("backup/info").getValue("last_action_event")).isNull();
    assertThat(hub.call("backup/info").getString("state")).isEqualTo("blocked");
  }

  @Test
  void the_restored_settings_are_in_force() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject().put("schedule", new JsonObject().put("recurrence", "daily")));
    String id = backedUp(true);
    hub.call(
        "backup/config/update",
        new JsonObject().put("schedule", new JsonObject().put("recurrence", "never")));

    restored(from(id));

    assertThat(
            hub.call("backup/config/info")
                .getJsonObject("config")
                .getJsonObject("schedule")
                .getString("recurrence"))
        .isEqualTo("daily");
  }

  /** Puts an archive at the location as if it had always been there; gives its id. */
  private String placed(Path archive) throws IOException {
    var described = new ArchiveEngine(SecureTarVersion.V2).describe(archive);
    remote.put(described, Files.readAllBytes(archive));
    return described.backupId();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ha-v1-gz-2024.11.0.tar",
        "ha-v1pax-gz-2025.1.2.tar",
        "ha-v2-gz-2025.2.1.tar",
        "ha-v2-gz-2026.4.1.tar",
        "ha-v3-gz-2026.4.1.tar",
        "ha-v3-nogz-2026.4.1.tar",
        "ha-unprotected-gz-2026.4.1.tar",
      })
  void an_archive_that_home_assistant_made(String name) throws Exception {
    String id = placed(Vectors.path(name));
    JsonObject command = from(id).put("password", Vectors.KEY.reveal());
    if (name.contains("unprotected")) {
      command.remove("password");
    }

    restored(command);

    assertThat(lastAction()).isEqualTo("restore_backup/completed");
    for (var member : Vectors.json("expected-homeassistant-manifest.json")) {
      String path = member.path("path").asText().substring("data/".length());
      if (member.path("type").asText().equals("file") && !path.startsWith(".storage")) {
        assertThat(Vectors.sha256(Files.readAllBytes(directory.resolve(path))))
            .as(path)
            .isEqualTo(member.path("sha256").asText());
      }
    }
    assertThat(read("nested/backups/kept.txt")).isEqualTo("none");
  }

  /** An archive of a Supervisor: Home Assistant, an add-on and two folders. */
  private Path supervisorArchive() throws IOException {
    Path data = Files.createDirectories(outside.resolve("supervisor"));
    Files.writeString(data.resolve("configuration.yaml"), "of the supervisor");
    ArchiveMetadata metadata =
        new ArchiveMetadata(
            "5ca1ab1e",
            "Full backup",
            "2026-01-30T05:42:12-08:00",
            true,
            true,
            Map.of("supervisor.backup_request_date", "2026-01-30T05:40:00-08:00"),
            Optional.of(new ArchiveMetadata.HomeAssistant("2026.1.0", false)),
            List.of("ssl", "addons/local"),
            List.of(
                new ArchiveMetadata.AddOn(
                    "core_mosquitto", Optional.of("Mosquitto"), Optional.of("6.4.1"))),
            "full",
            ArchiveMetadata.VERSION);
    List<PartSource> parts =
        Stream.of("homeassistant", "core_mosquitto", "ssl", "addons_local")
            .map(
                part ->
                    new PartSource(
                        part, "data", data, Exclusions.none(), Map.of(), Omissions.none()))
            .toList();
    Path archive = outside.resolve("supervisor.tar");
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, parts, Optional.of(Secret.of(KEY))),
            archive,
            ArchiveObserver.none());
    return archive;
  }

  @Test
  void of_an_archive_of_a_supervisor_home_assistant_comes_back_and_add_ons_are_refused()
      throws Exception {
    String id = placed(supervisorArchive());
    JsonObject listed =
        hub.call("backup/details", new JsonObject().put("backup_id", id)).getJsonObject("backup");
    assertThat(listed.getString("date")).isEqualTo("2026-01-30T05:40:00-08:00");
    assertThat(listed.getJsonArray("folders")).containsExactly("ssl", "addons/local");
    assertThat(listed.getJsonArray("addons").getJsonObject(0).getString("slug"))
        .isEqualTo("core_mosquitto");

    assertThat(
            hub.refused(
                "backup/restore",
                from(id).put("restore_addons", new JsonArray().add("core_mosquitto"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported in core restore");
    restored(from(id));

    assertThat(lastAction()).isEqualTo("restore_backup/completed");
    assertThat(read("configuration.yaml")).isEqualTo("of the supervisor");
  }

  @ParameterizedTest
  @CsvSource({
    "ha-v1-gz-2024.11.0.tar,         true,  decrypt_not_supported",
    "ha-v1pax-gz-2025.1.2.tar,       true,  decrypt_not_supported",
    "ha-unprotected-gz-2026.4.1.tar, true,  decrypt_not_supported",
    "ha-v2-gz-2026.4.1.tar,          true,  ''",
    "ha-v2-gz-2026.4.1.tar,          false, password_incorrect",
    "ha-v3-gz-2026.4.1.tar,          true,  ''",
    "ha-v3-gz-2026.4.1.tar,          false, password_incorrect",
  })
  void a_key_can_be_tried_before_a_download(String archive, boolean right, String code)
      throws Exception {
    String id = placed(Vectors.path(archive));
    hub.call("homekeep/backup/keys/add", new JsonObject().put("key", Vectors.KEY.reveal()));
    JsonObject command = from(id).put("password", right ? Vectors.KEY.reveal() : "wrong");

    if (code.isEmpty()) {
      hub.call("backup/can_decrypt_on_download", command);
    } else {
      assertThat(hub.refused("backup/can_decrypt_on_download", command)).startsWith(code + ": ");
    }
  }

  @Test
  void a_key_is_not_tried_at_an_unknown_location_or_on_an_unknown_backup() throws Exception {
    assertThat(hub.refused("backup/can_decrypt_on_download", from("nope").put("agent_id", "x.y")))
        .isEqualTo("home_assistant_error: Invalid agent selected: x.y");
    assertThat(hub.refused("backup/can_decrypt_on_download", from("nope")))
        .isEqualTo("home_assistant_error: Backup nope not found in agent test.remote");
  }

  @Test
  void a_backup_of_a_newer_home_assistant_is_refused_before_anything_is_fetched() throws Exception {
    Path archive = outside.resolve("newer.tar");
    Path data = Files.createDirectories(outside.resolve("newer"));
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(
                ArchiveMetadata.ofHomeAssistant(
                    "c0cb53bd",
                    "Newer",
                    "2026-01-30T05:42:12-08:00",
                    false,
                    Map.of(),
                    new ArchiveMetadata.HomeAssistant("2099.1.0", true)),
                List.of(
                    PartSource.homeAssistant(data, Exclusions.none(), Map.of(), Omissions.none())),
                Optional.empty()),
            archive,
            ArchiveObserver.none());
    String id = placed(archive);
    JsonObject command = from(id);
    command.remove("password");

    assertThat(hub.refused("backup/restore", command))
        .isEqualTo(
            "home_assistant_error: You need at least Home Assistant version 2099.1.0 to restore this backup");

    assertThat(remote.downloads()).isZero();
    assertThat(hub.restarts()).isZero();
  }
}
