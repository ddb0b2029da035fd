package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores that replace the documents of the hub itself. */
class HubStateTest {
  private Path root;
  private Path home;
  private Path source;
  private HubDirectories directories;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary;
    home = Files.createDirectory(root.resolve("home"));
    source = Files.createDirectory(root.resolve("source"));
    directories = new HubDirectories(home, home);
    accountsOf(home, "mine");
    Files.writeString(home.resolve("configuration.yaml"), "old");
  }

  private static Path storage(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve(".storage"));
  }

  private static void document(Path directory, String key, int version, JsonObject data)
      throws IOException {
    Files.writeString(
        storage(directory).resolve(key),
        new JsonObject()
            .put("version", version)
            .put("minor_version", 1)
            .put("key", key)
            .put("data", data)
            .encode());
  }

  private static void accountsOf(Path directory, String name) throws IOException {
    JsonObject user =
        new JsonObject()
            .put("id", "1")
            .put("name", name)
            .put("is_owner", true)
            .put("is_active", true)
            .put("system_generated", false)
            .put("local_only", false)
            .put("group_ids", new JsonArray().add("system-admin"));
    document(directory, "auth", 1, new JsonObject().put("users", new JsonArray().add(user)));
  }

  private RestoreResult restore() throws IOException {
    Path archive = root.resolve("archive.tar");
    PartSource part =
        PartSource.homeAssistant(
            source, Exclusions.homeAssistant(true), Map.of(), Omissions.none());
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            "c0cb53bd",
            "test",
            "2025-01-30T05:42:12.345678-08:00",
            false,
            Map.of(),
            new ArchiveMetadata.HomeAssistant(HomeAssistantVersion.CURRENT, false));
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, java.util.List.of(part), Optional.empty()),
            archive,
            ArchiveObserver.none());
    new RestoreOrder(archive, Optional.empty(), false, true, true, Map.of()).write(directories);
    return PendingRestore.apply(directories).orElseThrow();
  }

  private void assertRefused(String... words) throws IOException {
    String error = restore().error().orElseThrow();

    assertThat(error).contains(words).contains("Nothing was changed.");
    assertThat(home.resolve("configuration.yaml")).hasContent("old");
    assertThat(Files.readString(home.resolve(".storage/auth"))).contains("mine");
    assertThat(home.resolve(PendingRestore.STAGING)).doesNotExist();
  }

  @Test
  void the_accounts_of_the_backup_come_back() throws IOException {
    accountsOf(source, "theirs");
    Files.writeString(source.resolve("configuration.yaml"), "new");

    assertThat(restore().isSuccess()).isTrue();

    assertThat(Files.readString(home.resolve(".storage/auth"))).contains("theirs");
    assertThat(home.resolve("configuration.yaml")).hasContent("new");
  }

  @Test
  void a_backup_of_nothing_is_refused() throws IOException {
    assertRefused("There is no data in the backup");
  }

  @Test
  void a_backup_of_empty_directories_is_refused() throws IOException {
    Files.createDirectories(source.resolve("config/empty"));

    assertRefused("There is no data in the backup");
  }

  @Test
  void a_hub_keeps_its_documents_when_the_backup_has_none() throws IOException {
    Files.createDirectories(home.resolve(".storage/below"));
    Files.writeString(home.resolve(".storage/below/kept"), "kept");
    Files.writeString(source.resolve("service.conf"), "new");

    assertThat(restore().isSuccess()).isTrue();

    assertThat(Files.readString(home.resolve(".storage/auth"))).contains("mine");
    assertThat(home.resolve(".storage/below/kept")).hasContent("kept");
    assertThat(home.resolve("service.conf")).hasContent("new");
    assertThat(home.resolve("configuration.yaml")).doesNotExist();
  }

  @Test
  void documents_without_accounts_do_not_take_the_place_of_accounts() throws IOException {
    document(source, "core.config", 1, new JsonObject());

    assertRefused("There are no accounts in this backup");
  }

  @Test
  void a_new_hub_takes_documents_without_accounts() throws IOException {
    Files.delete(home.resolve(".storage/auth"));
    document(source, "core.config", 1, new JsonObject().put("location_name", "Theirs"));

    assertThat(restore().isSuccess()).isTrue();

    assertThat(Files.readString(home.resolve(".storage/core.config"))).contains("Theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "core.config_entries", "homekeep.deliveries", "backup"})
  void a_document_of_a_newer_version_is_refused(String key) throws IOException {
    accountsOf(source, "theirs");
    document(source, key, 99, new JsonObject());

    assertRefused(".storage/" + key + " has version 99", "Update Homekeep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "auth_provider.homeassistant", "auth_module.totp"})
  void damaged_accounts_are_refused(String key) throws IOException {
    accountsOf(source, "theirs");
    Files.writeString(source.resolve(".storage").resolve(key), "{\"version\": 1, \"da");

    assertRefused("The accounts in this backup are damaged");
  }

  @Test
  void damaged_accounts_come_back_when_the_generation_before_is_whole() throws IOException {
    accountsOf(source, "theirs");
    Files.move(source.resolve(".storage/auth"), source.resolve(".storage/auth.previous"));
    Files.writeString(source.resolve(".storage/auth"), "{");

    assertThat(restore().isSuccess()).isTrue();
  }

  @Test
  void a_restore_mends_damaged_accounts() throws IOException {
    Files.writeString(home.resolve(".storage/auth"), "{");
    accountsOf(source, "theirs");

    assertThat(restore().isSuccess()).isTrue();

    assertThat(Files.readString(home.resolve(".storage/auth"))).contains("theirs");
  }

  @Test
  void a_link_in_place_of_the_documents_is_refused() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.createSymbolicLink(source.resolve(".storage"), outside);

    assertRefused(".storage is no directory in this backup");
  }

  @Test
  void a_link_in_place_of_a_document_is_refused() throws IOException {
    accountsOf(source, "theirs");
    Files.createSymbolicLink(
        source.resolve(".storage/homekeep.backup_keys"), root.resolve("outside"));

    assertRefused(".storage/homekeep.backup_keys is no file in this backup");
  }

  @Test
  void data_of_its_own_brings_whatever_it_holds() throws IOException {
    Path hub = Files.createDirectory(root.resolve("hub"));
    accountsOf(hub, "mine");
    directories = new HubDirectories(hub, home);
    document(source, "auth", 99, new JsonObject());

    assertThat(restore().isSuccess()).isTrue();

    assertThat(Files.readString(home.resolve(".storage/auth"))).contains("99");
    assertThat(Files.readString(hub.resolve(".storage/auth"))).contains("mine");
  }
}
