package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateBackupTest {
  private static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

  private Path directory;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(directory.resolve("configuration.yaml"), "default_config:\n");
    hub = BackupHub.started(directory);
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
  }

  private static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  private JsonObject only() throws Exception {
    JsonArray backups = hub.call("backup/info").getJsonArray("backups");
    assertThat(backups).hasSize(1);
    return backups.getJsonObject(0);
  }

  @Test
  void a_backup_is_told_step_by_step() throws Exception {
    hub.addAgent("remote");

    hub.backup(to("backup.local", "test.remote"));

    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/home_assistant/in_progress",
            "create_backup/upload_to_agents/in_progress",
            "create_backup/cleaning_up/in_progress",
            "create_backup/completed",
            "idle");
  }

  @Test
  void the_first_event_comes_before_the_result_and_the_stages_after_it() throws Exception {
    List<String> order = new ArrayList<>();
    hub.onContext(
        () ->
            hub.backups()
                .manager()
                .events()
                .subscribe(event -> order.add(event.json().getString("manager_state"))));

    hub.async(
        () ->
            hub.backups()
                .manager()
                .generate(CreateRequests.plain("backup.local"))
                .onSuccess(accepted -> order.add("result")));
    hub.awaitIdle();

    assertThat(order).startsWith("idle", "create_backup", "result", "create_backup");
  }

  @Test
  void a_subscriber_hears_where_things_stand_before_the_result() throws Exception {
    List<JsonObject> heard = new ArrayList<>();

    hub.send("backup/subscribe_events", new JsonObject(), heard::add);

    assertThat(heard).containsExactly(new JsonObject().put("manager_state", "idle"));
  }

  @Test
  void every_location_is_told_to_have_all_bytes_at_the_end() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote"));

    long size = remote.bytes(id).length;
    assertThat(hub.events())
        .contains(progress("backup.local", size, size), progress("test.remote", size, size));
  }

  private static JsonObject progress(String agentId, long uploaded, long total) {
    return new JsonObject()
        .put("manager_state", "create_backup")
        .put("agent_id", agentId)
        .put("uploaded_bytes", uploaded)
        .put("total_bytes", total);
  }

  @Test
  void the_backup_is_listed_with_its_copies() throws Exception {
    hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote").put("name", "  nightly "));

    JsonObject backup = only();
    assertThat(backup.getString("backup_id")).isEqualTo(id);
    assertThat(backup.getString("name")).isEqualTo("nightly");
    assertThat(backup.getJsonObject("agents").fieldNames())
        .containsExactly("backup.local", "test.remote");
    assertThat(backup.getValue("with_automatic_settings")).isEqualTo(false);
    assertThat(backup.getJsonObject("extra_metadata").getString("instance_id"))
        .isEqualTo(BackupHub.INSTANCE);
    assertThat(backup.containsKey("size")).isFalse();
    assertThat(backup.getString("date")).isEqualTo("2024-11-11T12:00:00+01:00");
  }

  @Test
  void the_local_file_has_the_friendly_name_and_nothing_else_is_left() throws Exception {
    hub.backup(to("backup.local").put("name", "test"));

    assertThat(BackupHub.names(directory.resolve("backups")))
        .containsExactly("test_2024-11-11_12.00_00000000.tar");
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void without_the_local_location_no_file_stays_here() throws Exception {
    hub.addAgent("remote");

    hub.backup(to("test.remote"));

    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void with_a_key_every_copy_is_measured_to_be_encrypted() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote").put("password", KEY));

    assertThat(verified(remote.bytes(id), KEY).measuredProtected()).isTrue();
    only()
        .getJsonObject("agents")
        .forEach(
            copy -> assertThat(((JsonObject) copy.getValue()).getBoolean("protected")).isTrue());
  }

  private Verification verified(byte[] archive, String key) throws Exception {
    Path file = Files.write(directory.resolve("copy-of-archive"), archive);
    return new ArchiveVerifier(Optional.of(Secret.of(key)), ArchiveLimits.standard()).verify(file);
  }

  @Test
  void each_location_gets_the_encryption_that_is_set_for_it() throws Exception {
    MemoryAgent plain = hub.addAgent("plain");
    MemoryAgent safe = hub.addAgent("safe");
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject()
                    .put("backup.local", new JsonObject().put("protected", false))
                    .put("test.plain", new JsonObject().put("protected", false))
                    .put("test.safe", new JsonObject().put("protected", true))));

    String id = hub.backup(to("backup.local", "test.plain", "test.safe").put("password", KEY));

    assertThat(verified(plain.bytes(id), KEY).measuredProtected()).isFalse();
    assertThat(verified(safe.bytes(id), KEY).measuredProtected()).isTrue();
    JsonObject agents = only().getJsonObject("agents");
    assertThat(agents.getJsonObject("backup.local").getBoolean("protected")).isFalse();
    assertThat(agents.getJsonObject("test.safe").getLong("size")).isEqualTo(safe.bytes(id).length);
  }

  @Test
  void version_three_is_written_when_it_is_set() throws Exception {
    Path home = directory.resolve("third");
    try (BackupHub third =
        BackupHub.open(new HubDirectories(home, home), Map.of("backup.securetar_version", "3"))) {
      third.start();
      MemoryAgent remote = third.addAgent("remote");

      String id = third.backup(to("test.remote").put("password", KEY));

      assertThat(verified(remote.bytes(id), KEY).parts())
          .allMatch(part -> part.format() == PartFormat.SECURETAR_3);
    }
  }

  @Test
  void the_hubs_own_archives_below_the_data_are_not_part_of_a_backup() throws Exception {
    Path data = directory.resolve("data");
    HubDirectories nested = new HubDirectories(data.resolve("sub/hub"), data);
    try (BackupHub inside = BackupHub.open(nested)) {
      inside.start();
      inside.backup(to("backup.local").put("name", "first"));
      String second = inside.backup(to("backup.local").put("name", "second"));

      Path extracted = directory.resolve("extracted");
      new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
          .extract(
              inside.async(() -> inside.backups().manager().copies().localFile(second)),
              "homeassistant",
              extracted,
              ArchiveObserver.none());

      assertThat(extracted.resolve("sub/hub/.storage")).exists();
      assertThat(extracted.resolve("sub/hub/backups")).doesNotExist();
      assertThat(extracted.resolve("sub/hub/tmp_backups")).doesNotExist();
    }
  }

  @Test
  void a_database_in_use_is_in_the_backup_whole_and_without_its_log() throws Exception {
    Path database = directory.resolve("home-assistant_v2.db");
    try (Connection owner = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = owner.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t (n INTEGER)");
      statement.execute("INSERT INTO t VALUES (42)");

      String id = hub.backup(to("backup.local"));

      Path extracted = directory.resolveSibling(directory.getFileName() + "-extracted");
      new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
          .extract(
              hub.async(() -> hub.backups().manager().copies().localFile(id)),
              "homeassistant",
              extracted,
              ArchiveObserver.none());
      assertThat(extracted.resolve("home-assistant_v2.db-wal")).doesNotExist();
      assertThat(extracted.resolve("home-assistant_v2.db-shm")).doesNotExist();
      try (Connection copy =
              DriverManager.getConnection(
                  "jdbc:sqlite:" + extracted.resolve("home-assistant_v2.db"));
          Statement query = copy.createStatement();
          var rows = query.executeQuery("SELECT n FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }

  @Test
  void without_the_database_neither_it_nor_its_log_is_in_the_backup() throws Exception {
    Files.writeString(directory.resolve("home-assistant_v2.db"), "history");

    hub.backup(to("backup.local").put("include_database", false));

    assertThat(only().getBoolean("database_included")).isFalse();
  }

  @Test
  void a_remote_location_that_wants_it_plain_gets_it_decrypted() throws Exception {
    MemoryAgent plain = hub.addAgent("plain");
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject().put("test.plain", new JsonObject().put("protected", false))));

    String id = hub.backup(to("backup.local", "test.plain").put("password", KEY));

    assertThat(verified(plain.bytes(id), KEY).measuredProtected()).isFalse();
    assertThat(only().getJsonObject("agents").getJsonObject("backup.local").getBoolean("protected"))
        .isTrue();
  }

  @Test
  void one_location_that_fails_does_not_harm_the_others() throws Exception {
    hub.addAgent("broken").failUploadsWith(new BackupAgentException("Boom!"));
    MemoryAgent good = hub.addAgent("good");

    String id = hub.backup(to("backup.local", "test.broken", "test.good"));

    assertThat(good.ids()).containsExactly(id);
    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.broken");
    assertThat(hub.steps())
        .endsWith(
            "create_backup/cleaning_up/in_progress", "create_backup/failed/upload_failed", "idle");
  }

  @Test
  void a_location_that_throws_harms_only_itself() throws Exception {
    hub.addAgent("broken").throwAlways(new IllegalStateException("Oops"));
    MemoryAgent good = hub.addAgent("good");

    String id = hub.backup(to("test.broken", "test.good"));

    assertThat(good.ids()).containsExactly(id);
    JsonObject info = hub.call("backup/info");
    assertThat(info.getJsonObject("agent_errors").getString("test.broken"))
        .isEqualTo(
            "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended.");
    assertThat(info.getString("state")).isEqualTo("idle");
  }

  @Test
  void an_upload_that_makes_no_progress_is_given_up() throws Exception {
    MemoryAgent stuck = hub.addAgent("stuck");
    stuck.holdUploads();
    hub.addAgent("good");
    hub.call("backup/generate", to("test.stuck", "test.good"));
    awaitStep("create_backup/upload_to_agents/in_progress");
    while (hub.events().stream().noneMatch(CreateBackupTest::isOfGood)) {
      hub.onContext(() -> "turn");
    }

    hub.advance(java.time.Duration.ofHours(3));
    hub.awaitIdle();

    assertThat(hub.steps()).contains("create_backup/failed/upload_failed");
    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.stuck");
  }

  /** The last word on an upload comes when the manager knows that it is done. */
  private static boolean isOfGood(JsonObject event) {
    return "test.good".equals(event.getString("agent_id"));
  }

  private void awaitStep(String step) throws Exception {
    while (!hub.steps().contains(step)) {
      hub.onContext(() -> "turn");
    }
  }

  @Test
  void progress_is_told_at_once_and_then_once_a_second() throws Exception {
    MemoryAgent slow = hub.addAgent("slow");
    slow.reportProgress(10L, 20L, 30L);
    var gate = slow.holdUploads();
    hub.call("backup/generate", to("test.slow"));
    awaitStep("create_backup/upload_to_agents/in_progress");
    while (told().isEmpty()) {
      hub.onContext(() -> "turn");
    }

    hub.advance(java.time.Duration.ofMillis(2500));
    List<Long> before = told();
    gate.complete();
    hub.awaitIdle();

    assertThat(before).hasSizeBetween(1, 2).endsWith(30L);
    assertThat(told()).hasSize(before.size() + 1);
  }

  private List<Long> told() {
    return hub.events().stream()
        .filter(event -> event.containsKey("agent_id"))
        .map(event -> event.getLong("uploaded_bytes"))
        .toList();
  }

  @Test
  void an_unknown_location_among_others_is_recorded_and_the_backup_completes() throws Exception {
    hub.backup(to("backup.local", "test.unknown"));

    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.unknown");
    assertThat(hub.steps()).endsWith("create_backup/completed", "idle");
  }

  @Test
  void to_more_locations_than_any_home_has_it_is_refused() throws Exception {
    String[] many = new String[101];
    Arrays.setAll(many, number -> "test.location" + number);
    many[0] = "backup.local";

    assertThat(hub.refused("backup/generate", to(many)))
        .isEqualTo(
            "home_assistant_error: A backup goes to 100 locations at most, and 101 were asked for.");
    JsonObject settings =
        new JsonObject().put("agent_ids", new JsonArray(Arrays.asList((Object[]) many)));
    assertThat(hub.refused("backup/config/update", new JsonObject().put("create_backup", settings)))
        .isEqualTo("invalid_format: A backup goes to 100 locations at most.");
  }

  @Test
  void without_any_available_location_it_is_refused_in_python_words() throws Exception {
    assertThat(hub.refused("backup/generate", to()))
        .isEqualTo(
            "home_assistant_error: At least one available backup agent must be selected, got []");
    assertThat(hub.refused("backup/generate", to("non_existing")))
        .endsWith("must be selected, got ['non_existing']");
    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_manager_error",
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_manager_error",
            "idle");
  }

  @Test
  void add_ons_and_folders_are_refused() throws Exception {
    assertThat(
            hub.refused(
                "backup/generate",
                to("backup.local").put("include_folders", new JsonArray().add("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported by core backup");
    assertThat(
            hub.refused(
                "backup/generate",
                to("backup.local")
                    .put("include_all_addons", true)
                    .put("include_addons", new JsonArray().add("x"))))
        .isEqualTo("home_assistant_error: Cannot include all addons and specify specific addons");
    assertThat(
            hub.refused("backup/generate", to("backup.local").put("include_homeassistant", false)))
        .isEqualTo("home_assistant_error: Home Assistant must be included in backup");
  }

  @Test
  void an_empty_key_is_refused() throws Exception {
    assertThat(hub.refused("backup/generate", to("backup.local").put("password", "")))
        .startsWith("invalid_format: ");
    assertThat(hub.steps()).containsExactly("idle");
  }

  @Test
  void only_one_operation_runs_at_a_time() throws Exception {
    MemoryAgent slow = hub.addAgent("slow");
    var gate = slow.holdUploads();
    hub.call("backup/generate", to("test.slow"));

    String refused = hub.refused("backup/generate", to("backup.local"));
    gate.complete();
    hub.awaitIdle();

    assertThat(refused).isEqualTo("home_assistant_error: Backup manager busy: create_backup");
    assertThat(slow.ids()).hasSize(1);
  }

  @Test
  void a_backup_that_a_stop_of_the_hub_ends_was_cancelled_by_nobody() throws Exception {
    hub.onContext(
        () ->
            hub.backups()
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if ("home_assistant".equals(event.json().getString("stage"))) {
                        hub.backups().stop();
                      }
                    }));

    Future<Void> finished =
        hub.async(() -> hub.backups().manager().generate(CreateRequests.plain("backup.local")))
            .finished();
    hub.awaitIdle();

    assertThat(finished.cause()).hasMessage("The hub is stopping, and the backup was given up.");
    assertThat(hub.steps()).endsWith("create_backup/failed/backup_manager_error", "idle");
  }

  @Test
  void reading_back_ends_when_somebody_cancels() throws Exception {
    hub.backup(to("backup.local"));
    Path file;
    try (var files = Files.list(directory.resolve("backups"))) {
      file = files.findFirst().orElseThrow();
    }
    ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);
    AtomicInteger looks = new AtomicInteger();

    assertThatThrownBy(
            () -> engine.verify(file, Optional.empty(), () -> looks.incrementAndGet() > 1))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(looks).hasValue(2);
  }

  @Test
  void nothing_is_made_before_the_hub_has_started() throws Exception {
    try (BackupHub early = BackupHub.open(directory.resolve("other"))) {
      assertThat(early.refused("backup/generate", to("backup.local")))
          .isEqualTo("home_assistant_error: Backup manager busy: blocked");
      assertThat(early.call("backup/info").getString("state")).isEqualTo("blocked");
    }
  }

  @Test
  void a_backup_that_cannot_be_written_ends_in_idle_and_leaves_nothing() throws Exception {
    Files.writeString(directory.resolve("backups"), "not a directory");

    hub.backup(to("backup.local"));

    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_reader_writer_error",
            "idle");
    assertThat(directory.resolve("backups")).hasContent("not a directory");
  }

  @Test
  void deleting_removes_every_copy_and_reports_the_location_that_could_not() throws Exception {
    MemoryAgent broken = hub.addAgent("broken");
    String id = hub.backup(to("backup.local", "test.broken"));
    broken.failWith(new BackupAgentException("Boom!"));

    JsonObject first = hub.call("backup/delete", new JsonObject().put("backup_id", id));
    broken.recover();
    JsonObject second = hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(first).isEqualTo(errors(new JsonObject().put("test.broken", "Boom!")));
    assertThat(second).isEqualTo(errors(new JsonObject()));
    assertThat(broken.ids()).isEmpty();
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  private static JsonObject errors(JsonObject errors) {
    return new JsonObject().put("agent_errors", errors);
  }

  @Test
  void details_of_an_unknown_backup_are_null() throws Exception {
    assertThat(hub.call("backup/details", new JsonObject().put("backup_id", "nope")))
        .isEqualTo(errors(new JsonObject()).putNull("backup"));
  }

  @Test
  void the_locations_are_listed_with_the_local_one_first() throws Exception {
    hub.addAgent("remote");

    assertThat(hub.call("backup/agents/info"))
        .isEqualTo(
            new JsonObject(
                """
                {"agents":[{"agent_id":"backup.local","name":"local"},
                           {"agent_id":"test.remote","name":"remote"}]}\
                """));
  }

  @Test
  void a_key_can_be_tried_before_a_download() throws Exception {
    hub.addAgent("remote");
    String id = hub.backup(to("test.remote").put("password", KEY));
    String plain = hub.backup(to("test.remote").put("name", "plain"));

    assertThat(hub.call("backup/can_decrypt_on_download", decrypt(id, "test.remote", KEY)))
        .isEmpty();
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(id, "test.remote", "wrong")))
        .isEqualTo("password_incorrect: Incorrect password");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(plain, "test.remote", KEY)))
        .isEqualTo("decrypt_not_supported: Decrypt on download not supported");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(id, "x.y", KEY)))
        .isEqualTo("home_assistant_error: Invalid agent selected: x.y");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt("nope", "test.remote", KEY)))
        .isEqualTo("home_assistant_error: Backup nope not found in agent test.remote");
  }

  private static JsonObject decrypt(String backupId, String agentId, String key) {
    return new JsonObject()
        .put("backup_id", backupId)
        .put("agent_id", agentId)
        .put("password", key);
  }
}
