package org.homekeep.core.backup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.Vectors;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.manager.CreateRequest;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandsTest {
  private static final String PREFIX = "homekeep/backup/keys/";
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  private static final String OTHER = "QRST-1234-EFGH-5678-IJKL-9012-MNOP";

  private Path directory;
  private BackupHub hub;
  private MemoryAgent remote;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "home");
    hub = BackupHub.started(directory);
    remote = hub.addAgent("remote");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonObject password(String key) {
    return new JsonObject().put("create_backup", new JsonObject().put("password", key));
  }

  private void set(String key) throws Exception {
    hub.call("backup/config/update", password(key));
  }

  private String backedUp(String key) throws Exception {
    return hub.backup(
        new JsonObject().put("agent_ids", new JsonArray().add("test.remote")).put("password", key));
  }

  private JsonObject named(String fingerprint) {
    return new JsonObject().put("fingerprint", fingerprint);
  }

  private String fingerprint(int index) throws Exception {
    return hub.keys().get(index).getString("fingerprint");
  }

  private String stored() throws Exception {
    return Files.readString(directory.resolve(".storage/homekeep.backup_keys"));
  }

  private void awaitUpload() throws Exception {
    while (!hub.steps().contains("create_backup/upload_to_agents/in_progress")) {
      hub.onContext(() -> "turn");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "show", "new", "add", "forget", "confirm"})
  void every_command_is_for_administrators(String name) {
    assertThat(hub.command(PREFIX + name).access()).isEqualTo(Access.ADMIN);
  }

  @Test
  void the_hub_makes_keys_of_28_letters_and_digits_and_uses_all_of_them() throws Exception {
    TreeSet<Integer> symbols = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      String key = hub.call(PREFIX + "new").getString("key");
      assertThat(key).matches("[A-Z0-9]{4}(-[A-Z0-9]{4}){6}");
      key.replace("-", "").chars().forEach(symbols::add);
    }
    assertThat(symbols).hasSize(36);
  }

  @Test
  void a_key_that_was_only_made_encrypts_nothing_and_few_of_them_are_kept() throws Exception {
    for (int i = 0; i < 15; i++) {
      hub.call(PREFIX + "new");
    }

    assertThat(hub.keys()).hasSize(10).noneMatch(key -> key.getBoolean("active"));
    JsonObject create =
        hub.call("backup/config/info").getJsonObject("config").getJsonObject("create_backup");
    assertThat(create.getValue("password")).isNull();
  }

  @Test
  void a_new_key_is_set_when_its_kit_was_saved_and_not_before() throws Exception {
    set(KEY);
    JsonObject made = hub.call(PREFIX + "new");
    JsonObject order = named(made.getString("fingerprint")).put("activate", true);

    assertThat(hub.refused(PREFIX + "new", new JsonObject().put("activate", true)))
        .startsWith("invalid_format: Make the key first");
    assertThat(hub.refused(PREFIX + "new", order))
        .startsWith("invalid_format: Save the emergency kit");
    hub.call(PREFIX + "new", order.put("kit_saved", true));

    JsonObject create =
        hub.call("backup/config/info").getJsonObject("config").getJsonObject("create_backup");
    assertThat(create.getString("password")).isEqualTo(made.getString("key"));
    assertThat(hub.keys())
        .extracting(key -> key.getBoolean("active"), key -> key.getString("replaced") == null)
        .containsExactly(tuple(false, false), tuple(true, true));
  }

  @Test
  void the_list_shows_no_key_and_show_shows_the_one_that_is_asked_for() throws Exception {
    set(KEY);

    assertThat(hub.call(PREFIX + "list").encode()).doesNotContain(KEY).doesNotContain("MNOP");
    assertThat(hub.call(PREFIX + "show", named(fingerprint(0))).getString("key")).isEqualTo(KEY);
    assertThat(hub.refused(PREFIX + "show", named("0123456789abcdef"))).startsWith("not_found: ");
    assertThat(hub.refused(PREFIX + "show", named("../../x"))).startsWith("not_found: ");
  }

  @Test
  void every_key_that_was_ever_set_stays_on_the_ring_with_its_times() throws Exception {
    set(KEY);
    hub.advance(Duration.ofHours(1));
    set(OTHER);
    hub.advance(Duration.ofHours(1));
    hub.call("backup/config/update", password(null));

    assertThat(hub.keys())
        .extracting(key -> key.getString("added"), key -> key.getString("replaced"))
        .containsExactly(
            tuple("2024-11-11T11:00:00Z", "2024-11-11T12:00:00Z"),
            tuple("2024-11-11T12:00:00Z", "2024-11-11T13:00:00Z"));
    assertThat(stored()).contains(KEY, OTHER);
  }

  @Test
  void the_ring_is_for_its_owner_alone_and_survives_a_restart() throws Exception {
    set(KEY);
    List<JsonObject> before = hub.keys();

    hub = hub.reopened();

    assertThat(hub.keys()).isEqualTo(before);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(".storage/homekeep.backup_keys"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_that_is_in_the_settings_at_the_start_is_on_the_ring() throws Exception {
    set(KEY);
    hub.close();
    Path storage = directory.resolve(".storage");
    for (String name : BackupHub.names(storage)) {
      if (name.startsWith("homekeep.backup_keys")) {
        Files.delete(storage.resolve(name));
      }
    }

    hub = BackupHub.open(hub.directories());

    assertThat(hub.keys()).hasSize(1);
    assertThat(hub.keys().get(0).getBoolean("active")).isTrue();
  }

  @Test
  void a_key_is_on_the_ring_before_the_first_archive_is_encrypted_with_it() throws Exception {
    var gate = remote.holdUploads();
    hub.call(
        "backup/generate",
        new JsonObject()
            .put("agent_ids", new JsonArray().add("test.remote"))
            .put("password", "by hand"));
    awaitUpload();

    assertThat(stored()).contains("by hand");
    gate.complete();
    hub.awaitIdle();
    assertThat(hub.keys().get(0).getString("origin")).isEqualTo("manual");
    assertThat(hub.keys().get(0).getString("first_used")).isEqualTo("2024-11-11T11:00:00Z");
  }

  @Test
  void a_key_that_is_put_to_use_while_the_locations_are_asked_is_not_forgotten() throws Exception {
    hub.call(PREFIX + "add", new JsonObject().put("key", KEY));
    String fingerprint = fingerprint(0);
    CreateRequest request =
        new CreateRequest(
            List.of("test.remote"),
            Optional.empty(),
            false,
            true,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.of(Secret.of(KEY)),
            List.of(),
            Map.of(),
            false);

    Future<Void> forgotten =
        hub.onContext(
            () -> {
              Future<Void> asking = hub.backups().manager().keys().forget(fingerprint, false);
              hub.backups().manager().generate(request);
              return asking;
            });
    hub.awaitIdle();
    hub.until(forgotten::isComplete);

    assertThat(forgotten.cause()).isInstanceOf(WireException.class);
    assertThat(fingerprint(0)).isEqualTo(fingerprint);
  }

  @Test
  void a_key_that_cannot_be_kept_encrypts_no_backup() throws Exception {
    Path ring = directory.resolve(".storage/homekeep.backup_keys");
    Files.createDirectories(ring.resolve("in the way"));

    hub.call(
        "backup/generate",
        new JsonObject()
            .put("agent_ids", new JsonArray().add("test.remote"))
            .put("password", "by hand"));
    hub.awaitIdle();

    assertThat(hub.steps()).endsWith("create_backup/failed/backup_reader_writer_error", "idle");
    assertThat(remote.ids()).isEmpty();
    Files.delete(ring.resolve("in the way"));
    Files.delete(ring);
  }

  @Test
  void a_new_backup_names_its_key_by_the_fingerprint() throws Exception {
    String id = backedUp(KEY);

    JsonObject extra =
        hub.call("backup/details", new JsonObject().put("backup_id", id))
            .getJsonObject("backup")
            .getJsonObject("extra_metadata");
    assertThat(extra.getString("homekeep.key")).isEqualTo(fingerprint(0)).hasSize(16);
  }

  @Test
  void the_list_tells_which_backups_each_key_opens() throws Exception {
    String first = backedUp(KEY);
    hub.advance(Duration.ofMinutes(1));
    String second = backedUp(OTHER);

    JsonObject list = hub.call(PREFIX + "list", new JsonObject().put("with_backups", true));

    assertThat(opens(list)).containsExactly(List.of(first), List.of(second));
    assertThat(list.getJsonArray("unknown_backups")).isEmpty();
  }

  private static List<List<String>> opens(JsonObject list) {
    return list.getJsonArray("keys").stream()
        .map(JsonObject.class::cast)
        .map(
            key ->
                key.getJsonArray("backups").stream()
                    .map(each -> ((JsonObject) each).getString("backup_id"))
                    .toList())
        .toList();
  }

  /** A backup of Home Assistant at the location, which names no key. */
  private void foreignBackup() throws Exception {
    Path archive = Vectors.path("ha-v3-gz-2026.4.1.tar");
    remote.put(
        new ArchiveEngine(SecureTarVersion.V3).describe(archive), Files.readAllBytes(archive));
  }

  @Test
  void keys_are_tried_on_request_on_a_backup_that_names_none_and_once_alone() throws Exception {
    foreignBackup();
    hub.call(PREFIX + "add", new JsonObject().put("key", KEY));
    hub.call(PREFIX + "add", new JsonObject().put("key", Vectors.KEY.reveal()));

    JsonObject known = hub.call(PREFIX + "list", new JsonObject().put("with_backups", true));
    assertThat(known.getJsonArray("unknown_backups")).hasSize(1);
    assertThat(remote.downloads()).isZero();
    JsonObject tried = hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));
    hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));

    assertThat(opens(tried)).containsExactly(List.of(), List.of(remote.ids().get(0)));
    assertThat(remote.downloads()).isEqualTo(1);
  }

  @Test
  void backups_that_cannot_be_tried_do_not_keep_others_from_their_turn() throws Exception {
    hub.call(PREFIX + "add", new JsonObject().put("key", Vectors.KEY.reveal()));
    MemoryAgent broken = hub.addAgent("broken");
    Path archive = Vectors.path("ha-v3-gz-2026.4.1.tar");
    AgentBackup foreign = new ArchiveEngine(SecureTarVersion.V3).describe(archive);
    for (int i = 0; i < 20; i++) {
      broken.put(named(foreign, "unread" + i, "2030-01-01T00:00:00+00:00"), new byte[1]);
    }
    broken.failDownloadsWith(new BackupAgentException("It is broken."));
    foreignBackup();

    hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));
    JsonObject second = hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));

    assertThat(opens(second)).containsExactly(List.of(foreign.backupId()));
  }

  @Test
  void a_copy_that_cannot_be_read_is_tried_at_another_location() throws Exception {
    hub.call(PREFIX + "add", new JsonObject().put("key", Vectors.KEY.reveal()));
    foreignBackup();
    MemoryAgent second = hub.addAgent("second");
    second.put(
        new ArchiveEngine(SecureTarVersion.V3).describe(Vectors.path("ha-v3-gz-2026.4.1.tar")),
        Files.readAllBytes(Vectors.path("ha-v3-gz-2026.4.1.tar")));
    remote.failDownloadsWith(new BackupAgentException("It is broken."));

    JsonObject tried = hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));

    assertThat(opens(tried)).containsExactly(second.ids());
  }

  @Test
  void a_backup_that_needs_no_key_whatever_its_location_says_is_not_asked_for_again()
      throws Exception {
    hub.call(PREFIX + "add", new JsonObject().put("key", KEY));
    String id = hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.remote")));
    byte[] plain = remote.bytes(id);
    AgentBackup listed = remote.remove(id);
    remote.put(listed.with(true, listed.size()), plain);

    JsonObject tried = hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));

    assertThat(tried.getJsonArray("unknown_backups")).isEmpty();
  }

  private static AgentBackup named(AgentBackup backup, String id, String date) {
    return new AgentBackup(
        id,
        id,
        date,
        backup.addons(),
        backup.folders(),
        backup.databaseIncluded(),
        backup.homeassistantIncluded(),
        backup.homeassistantVersion(),
        backup.extraMetadata(),
        backup.isProtected(),
        backup.size());
  }

  @Test
  void a_backup_that_no_key_opens_is_told_and_not_tried_again() throws Exception {
    foreignBackup();
    hub.call(PREFIX + "add", new JsonObject().put("key", KEY));

    hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));
    JsonObject tried = hub.call(PREFIX + "list", new JsonObject().put("try_keys", true));

    assertThat(tried.getJsonArray("locked_backups")).hasSize(1);
    assertThat(remote.downloads()).isEqualTo(1);
  }

  @Test
  void a_key_from_an_old_kit_may_be_typed_in_small_letters() throws Exception {
    JsonObject added =
        hub.call(
            PREFIX + "add", new JsonObject().put("key", " abcd 1234 efgh 5678 ijkl 9012 mnop "));

    assertThat(hub.call(PREFIX + "show", named(added.getString("fingerprint"))).getString("key"))
        .isEqualTo(KEY);
    assertThat(hub.call(PREFIX + "add", new JsonObject().put("key", KEY)).getString("fingerprint"))
        .isEqualTo(added.getString("fingerprint"));
    assertThat(hub.keys()).hasSize(1);
  }

  @Test
  void a_key_with_blanks_around_it_is_told_and_taken_when_it_is_meant() throws Exception {
    JsonObject key = new JsonObject().put("key", " my pass ");

    assertThat(hub.refused(PREFIX + "add", key)).contains("begins or ends with a blank");
    hub.call(PREFIX + "add", key.put("exactly", true));

    assertThat(hub.call(PREFIX + "show", named(fingerprint(0))).getString("key"))
        .isEqualTo(" my pass ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " my pass", "my pass\n", "----", "abcdefghijklmnopqrstuvwxyz12"})
  void a_key_that_encrypts_nothing_or_would_not_be_found_again_is_refused_everywhere(String key)
      throws Exception {
    assertThat(hub.refused("backup/config/update", password(key))).startsWith("invalid_format: ");
    assertThat(
            hub.refused(
                "backup/generate",
                new JsonObject()
                    .put("agent_ids", new JsonArray().add("test.remote"))
                    .put("password", key)))
        .startsWith("invalid_format: ");
    assertThat(hub.keys()).isEmpty();
  }

  @Test
  void a_key_that_is_set_already_is_never_refused() throws Exception {
    hub.close();
    Files.writeString(
        directory.resolve(".storage/backup"),
        """
        {"version":1,"minor_version":7,"key":"backup","data":{"backups":[],"config":
        {"create_backup":{"agent_ids":[],"password":" old one "}}}}
        """);
    hub = BackupHub.started(directory);

    set(" old one ");

    assertThat(hub.keys()).hasSize(1);
  }

  @Test
  void a_key_that_backups_need_is_not_forgotten_unless_somebody_insists() throws Exception {
    backedUp(KEY);
    JsonObject key = named(fingerprint(0));

    assertThat(hub.refused(PREFIX + "forget", key))
        .startsWith("not_allowed: This key opens 1 of your backups");
    hub.call(PREFIX + "forget", key.copy().put("even_though_backups_need_it", true));

    assertThat(hub.keys()).isEmpty();
  }

  @Test
  void a_key_that_may_be_needed_is_not_forgotten_either() throws Exception {
    hub.call(PREFIX + "add", new JsonObject().put("key", KEY));
    remote.failWith(new BackupAgentException("Boom!"));

    assertThat(hub.refused(PREFIX + "forget", named(fingerprint(0))))
        .startsWith("not_allowed: Some locations do not say");
    remote.recover();
    hub.call(PREFIX + "forget", named(fingerprint(0)));

    assertThat(hub.keys()).isEmpty();
  }

  @Test
  void a_key_of_a_backup_that_is_being_made_is_not_forgotten() throws Exception {
    var gate = remote.holdUploads();
    hub.call(
        "backup/generate",
        new JsonObject().put("agent_ids", new JsonArray().add("test.remote")).put("password", KEY));
    awaitUpload();

    assertThat(hub.refused(PREFIX + "forget", named(fingerprint(0))))
        .startsWith("not_allowed: The backup manager is busy");
    gate.complete();
    hub.awaitIdle();
  }

  @Test
  void the_key_in_use_is_never_forgotten() throws Exception {
    set(KEY);

    assertThat(
            hub.refused(
                PREFIX + "forget", named(fingerprint(0)).put("even_though_backups_need_it", true)))
        .startsWith("not_allowed: Automatic backups are encrypted with this key.");
  }

  @Test
  void an_issue_asks_for_the_kit_while_automatic_backups_are_on_until_it_is_confirmed()
      throws Exception {
    set(KEY);
    assertThat(hub.issues()).doesNotContainKey("backup_key_not_confirmed");
    hub.call(
        "backup/config/update",
        new JsonObject().put("schedule", new JsonObject().put("recurrence", "daily")));
    assertThat(hub.issues()).containsKey("backup_key_not_confirmed");

    JsonObject order = named(fingerprint(0));
    assertThat(hub.refused(PREFIX + "confirm", order.copy().put("characters", "ABCD")))
        .startsWith("invalid_format: These are not the last characters");
    assertThat(hub.issues()).containsKey("backup_key_not_confirmed");
    hub.call(PREFIX + "confirm", order.copy().put("characters", "mnop"));

    assertThat(hub.issues()).doesNotContainKey("backup_key_not_confirmed");
    assertThat(hub.keys().get(0).getString("confirmed")).isEqualTo("2024-11-11T11:00:00Z");
    set(OTHER);
    assertThat(hub.issues()).containsKey("backup_key_not_confirmed");
  }

  @Test
  void an_unconfirmed_key_is_told_again_after_a_restart() throws Exception {
    set(KEY);
    hub.call(
        "backup/config/update",
        new JsonObject().put("schedule", new JsonObject().put("recurrence", "daily")));

    hub = hub.reopened().start();

    assertThat(hub.issues()).containsKey("backup_key_not_confirmed");
  }
}
