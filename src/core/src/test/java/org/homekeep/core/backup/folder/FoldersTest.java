package org.homekeep.core.backup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.InvalidSettingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders from the settings to the archive and back. */
class FoldersTest {
  private static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

  private Path root;
  private Path media;
  private Path addons;
  private HubDirectories directories;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary.toRealPath();
    media = root.resolve("media");
    addons = root.resolve("addons");
    directories = new HubDirectories(root.resolve("home"), root.resolve("home"));
    write("home/configuration.yaml", "old");
    write("media/films/one.mkv", "old film");
    write("addons/own/config.yaml", "old add-on");
    hub = with(Map.of("media", media, "addons_local", addons)).start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private BackupHub with(Map<String, Path> folders) throws Exception {
    Map<String, String> settings = new HashMap<>();
    folders.forEach((name, path) -> settings.put("backup.folder_" + name, path.toString()));
    return BackupHub.open(directories, settings);
  }

  private void write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static JsonObject local() {
    return new JsonObject().put("agent_ids", new JsonArray().add("backup.local"));
  }

  private static JsonArray folders(String... names) {
    return new JsonArray(List.of(names));
  }

  private JsonObject details(String id) throws Exception {
    return hub.call("backup/details", new JsonObject().put("backup_id", id))
        .getJsonObject("backup");
  }

  private Path archive() throws IOException {
    try (var files = Files.newDirectoryStream(directories.backups(), "*.tar")) {
      return files.iterator().next();
    }
  }

  private static JsonObject from(String id) {
    return new JsonObject().put("backup_id", id).put("agent_id", "backup.local");
  }

  /** Orders the restore, and starts anew as the hub does. */
  private void restored(JsonObject command) throws Exception {
    hub.call("backup/restore", command);
    hub = hub.reopened(() -> PendingRestore.apply(directories));
  }

  private Path extracted(Path archive, String part, Optional<Secret> key) throws IOException {
    ExtractOptions whole = new ExtractOptions("", path -> true, ArchiveLimits.standard(), false);
    Path target = Files.createTempDirectory(root, "extracted");
    new ArchiveExtractor(key, whole).extract(archive, part, target, ArchiveObserver.none());
    return target;
  }

  @Test
  void a_folder_is_a_member_of_its_own_as_a_supervisor_writes_it() throws Exception {
    hub.backup(local().put("password", KEY));

    Optional<Secret> key = Optional.of(Secret.of(KEY));
    assertThat(extracted(archive(), "media", key).resolve("films/one.mkv")).hasContent("old film");
    assertThat(extracted(archive(), "addons_local", key).resolve("own/config.yaml"))
        .hasContent("old add-on");
    assertThatThrownBy(() -> extracted(archive(), "media", Optional.empty()))
        .isInstanceOf(ArchiveException.KeyRequired.class);
  }

  @Test
  void all_folders_with_a_directory_go_in_when_nothing_is_said() throws Exception {
    String id = hub.backup(local());

    assertThat(details(id).getJsonArray("folders")).containsExactly("addons/local", "media");
    JsonArray backups = hub.call("backup/info").getJsonArray("backups");
    assertThat(backups.getJsonObject(0).getJsonArray("folders"))
        .containsExactly("addons/local", "media");
    assertThat(hub.call("backup/agents/info").getJsonArray("folders"))
        .containsExactly("addons/local", "media");
  }

  @Test
  void a_backup_holds_the_folders_that_were_asked_for() throws Exception {
    String media = hub.backup(local().put("include_folders", folders("media")));
    String none = hub.backup(local().put("name", "none").put("include_folders", folders()));

    assertThat(details(media).getJsonArray("folders")).containsExactly("media");
    assertThat(details(none).getJsonArray("folders")).isEmpty();
  }

  @Test
  void a_folder_without_a_directory_is_refused_in_the_words_of_the_original() throws Exception {
    assertThat(hub.refused("backup/generate", local().put("include_folders", folders("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported by core backup");
  }

  @Test
  void the_empty_list_of_home_assistants_page_leaves_no_folder_out_of_automatic_backups()
      throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject().put("create_backup", local().put("include_folders", folders())));

    JsonObject job = hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(details(job.getString("backup_job_id")).getJsonArray("folders"))
        .containsExactly("addons/local", "media");
  }

  @Test
  void the_folders_of_the_settings_survive_a_restart() throws Exception { // §G 22
    hub.call(
        "backup/config/update",
        new JsonObject().put("create_backup", local().put("include_folders", folders("media"))));
    hub = hub.reopened().start();

    JsonObject job = hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(details(job.getString("backup_job_id")).getJsonArray("folders"))
        .containsExactly("media");
  }

  @Test
  void a_location_that_is_to_be_plain_gets_its_folders_plain() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject().put("test.remote", new JsonObject().put("protected", false))));

    String id =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("backup.local").add("test.remote"))
                .put("password", KEY));

    Path plain = root.resolve("plain.tar");
    Files.write(plain, remote.bytes(id));
    assertThat(extracted(plain, "media", Optional.empty()).resolve("films/one.mkv"))
        .hasContent("old film");
  }

  @Test
  void a_whole_restore_brings_the_folders_back() throws Exception {
    String id = hub.backup(local());
    write("media/films/one.mkv", "changed");
    write("media/added.mkv", "added");
    write("home/configuration.yaml", "changed");

    restored(from(id));

    assertThat(media.resolve("films/one.mkv")).hasContent("old film");
    assertThat(media.resolve("added.mkv")).doesNotExist();
    assertThat(addons.resolve("own/config.yaml")).hasContent("old add-on");
    assertThat(directories.data().resolve("configuration.yaml")).hasContent("old");
  }

  @Test
  void a_restore_brings_back_the_folders_that_were_asked_for() throws Exception {
    String id = hub.backup(local());
    write("media/films/one.mkv", "changed");
    write("addons/own/config.yaml", "changed");
    write("home/configuration.yaml", "changed");

    restored(
        from(id)
            .put("restore_homeassistant", false)
            .put("restore_database", false)
            .put("restore_folders", folders("media")));

    assertThat(media.resolve("films/one.mkv")).hasContent("old film");
    assertThat(addons.resolve("own/config.yaml")).hasContent("changed");
    assertThat(directories.data().resolve("configuration.yaml")).hasContent("changed");
  }

  @Test
  void the_database_alone_comes_back_without_folders() throws Exception {
    write("home/home-assistant_v2.db", "history");
    String id = hub.backup(local());
    write("media/films/one.mkv", "changed");

    restored(from(id).put("restore_homeassistant", false));

    assertThat(media.resolve("films/one.mkv")).hasContent("changed");
  }

  @Test
  void a_folder_that_the_backup_does_not_hold_is_refused() throws Exception {
    String id = hub.backup(local().put("include_folders", folders("media")));

    assertThat(
            hub.refused("backup/restore", from(id).put("restore_folders", folders("addons/local"))))
        .isEqualTo("home_assistant_error: The backup does not hold the folder addons/local.");
  }

  @Test
  void a_new_machine_without_the_directory_is_told_so_before_anything_is_touched()
      throws Exception {
    String id = hub.backup(local());
    hub.close();
    hub = with(Map.of("addons_local", addons)).start();
    write("home/configuration.yaml", "changed");

    assertThat(hub.refused("backup/restore", from(id)))
        .startsWith("home_assistant_error: The backup holds the folder media, and this hub has no")
        .contains("--folder media=DIRECTORY");

    assertThat(hub.restarts()).isZero();
    assertThat(directories.config().resolve(".HA_RESTORE")).doesNotExist();
    restored(from(id).put("restore_folders", folders()));
    assertThat(directories.data().resolve("configuration.yaml")).hasContent("old");
  }

  @Test
  void a_hub_without_any_directory_refuses_a_folder_in_the_words_of_the_original()
      throws Exception {
    String id = hub.backup(local());
    hub.close();
    hub = with(Map.of()).start();

    assertThat(hub.refused("backup/restore", from(id).put("restore_folders", folders("media"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported in core restore");
    assertThat(hub.call("backup/agents/info").fieldNames()).containsExactly("agents");
  }

  @Test
  void a_directory_that_is_gone_is_told_before_a_restore_touches_anything() throws Exception {
    String id = hub.backup(local());
    Files.move(media, root.resolve("unmounted"));

    assertThat(hub.refused("backup/restore", from(id)))
        .contains("The folder media cannot be used")
        .contains("it is not there");

    assertThat(hub.restarts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_directory_that_is_gone_or_empty_fails_an_automatic_backup_in_its_own_words(boolean empty)
      throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", local()));
    Files.move(media, root.resolve("unmounted"));
    if (empty) {
      Files.createDirectory(media);
    }

    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(hub.steps()).contains("create_backup/failed/backup_reader_writer_error");
    assertThat(hub.call("backup/info").getJsonArray("backups")).isEmpty();
    var issue = hub.issues().get("automatic_backup_failed");
    assertThat(issue.translationKey()).isEqualTo("automatic_backup_failed_folders");
    assertThat(issue.placeholders().get("evidence"))
        .contains(media.toString())
        .contains(empty ? "is empty, as it is when a disk" : "it is not there");
  }

  @Test
  void a_directory_that_becomes_another_while_it_is_read_is_noticed() throws Exception {
    FolderDirectory directory = new FolderDirectory(Folder.MEDIA, media);
    Object before = directory.requireFilled();
    Files.move(media, root.resolve("unmounted"));
    write("media/below the mount", "x");

    assertThatThrownBy(() -> directory.requireSame(before))
        .hasMessageContaining("something else was mounted");
  }

  @ParameterizedTest
  @CsvSource({
    "home,                backups would contain themselves",
    "home/backups,        backups would contain themselves",
    "home/media,          backups would contain themselves",
    "'',                  backups would contain themselves",
    "media,               one holds the other",
    "media/films,         one holds the other",
    "link,                backups would contain themselves",
  })
  void a_directory_that_meets_another_is_refused_at_the_start(String place, String why)
      throws Exception {
    Files.createSymbolicLink(root.resolve("link"), directories.config());
    hub.close();

    assertThatThrownBy(() -> with(Map.of("media", media, "ssl", root.resolve(place))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(why);

    hub = with(Map.of()).start();
  }

  @Test
  void a_directory_within_data_that_lie_elsewhere_is_refused_at_the_start() throws Exception {
    hub.close();
    directories = new HubDirectories(root.resolve("hub"), root.resolve("home"));

    assertThatThrownBy(() -> with(Map.of("media", root.resolve("home/media"))))
        .hasMessageContaining("in every backup anyway");

    hub = with(Map.of()).start();
  }

  @ParameterizedTest
  @CsvSource({
    "HOMEKEEP_FOLDER_SHARE,        share",
    "HOMEKEEP_FOLDER_MEDIA,        media",
    "HOMEKEEP_FOLDER_SSL,          ssl",
    "HOMEKEEP_FOLDER_ADDONS_LOCAL, addons/local",
  })
  void a_variable_of_the_environment_names_the_directory_of_a_folder(String variable, String folder)
      throws Exception {
    hub.close();
    hub = BackupHub.open(directories, Map.of(), Map.of(variable, media.toString())).start();

    String id = hub.backup(local());

    assertThat(details(id).getJsonArray("folders")).containsExactly(folder);
    assertThat(
            extracted(archive(), folder.replace('/', '_'), Optional.empty())
                .resolve("films/one.mkv"))
        .hasContent("old film");
  }

  @Test
  void a_setting_is_stronger_than_the_environment() throws Exception {
    hub.close();
    hub =
        BackupHub.open(
                directories,
                Map.of("backup.folder_media", media.toString()),
                Map.of("HOMEKEEP_FOLDER_MEDIA", addons.toString()))
            .start();

    hub.backup(local());

    assertThat(extracted(archive(), "media", Optional.empty()).resolve("films/one.mkv"))
        .hasContent("old film");
  }

  @Test
  void an_empty_variable_of_the_environment_is_refused_at_the_start() throws Exception {
    hub.close();

    assertThatThrownBy(
            () -> BackupHub.open(directories, Map.of(), Map.of("HOMEKEEP_FOLDER_MEDIA", " ")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("HOMEKEEP_FOLDER_MEDIA");

    hub = with(Map.of()).start();
  }
}
