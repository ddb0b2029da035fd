package org.homekeep.core.backup.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.read.PartWalk;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays out of a backup by patterns, and how large the rest is said to be. */
class SizePreviewTest {
  private static final String PREVIEW = "homekeep/backup/size_preview";

  private Path root;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary.toRealPath();
    write("home/configuration.yaml", 10);
    write("home/.storage/auth", 20);
    write("home/www/videos/a.mp4", 500_000);
    write("home/www/videos/b.mp4", 400_000);
    write("home/www/page.html", 30_000);
    write("home/home-assistant.log", 7_000);
    write("media/films/one.mkv", 300_000);
    write("media/films/one.nfo", 25_000);
    hub =
        BackupHub.open(
                new HubDirectories(root.resolve("home"), root.resolve("home")),
                Map.of("backup.folder_media", root.resolve("media").toString()))
            .start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void write(String name, int bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  private static JsonObject excluding(String... patterns) {
    return new JsonObject().put("excludes", new JsonArray(List.of(patterns)));
  }

  private static List<String> shown(JsonArray largest) {
    return largest.stream()
        .map(JsonObject.class::cast)
        .map(
            path ->
                "%s:%s%s %d"
                    .formatted(
                        path.getString("part"),
                        path.getString("path"),
                        path.getBoolean("directory") ? "/" : "",
                        path.getLong("bytes")))
        .toList();
  }

  private JsonObject previewed(JsonObject question) throws Exception {
    // What the hub itself writes grows while it runs.
    return hub.call(PREVIEW, question);
  }

  @Test
  void the_largest_paths_are_told_before_the_first_backup() throws Exception {
    JsonObject report = previewed(new JsonObject().put("largest", 6));

    assertThat(report.getBoolean("complete")).isTrue();
    assertThat(shown(report.getJsonArray("largest")))
        .containsExactly(
            "homeassistant:www/videos/ 900000",
            "homeassistant:www/videos/a.mp4 500000",
            "homeassistant:www/videos/b.mp4 400000",
            "media:films/one.mkv 300000",
            "homeassistant:www/page.html 30000",
            "media:films/one.nfo 25000");
    assertThat(report.getLong("total_bytes")).isBetween(1_255_030L, 1_300_000L);
    assertThat(report.getLong("unreadable")).isZero();
  }

  @Test
  void patterns_are_told_with_what_they_leave_out() throws Exception {
    JsonObject report = previewed(excluding("*.mp4", "!b.mp4", "films/").put("largest", 2));

    assertThat(report.getJsonArray("left_out"))
        .containsExactly(
            new JsonObject().put("pattern", "*.mp4").put("bytes", 500_000L).put("files", 1L),
            new JsonObject().put("pattern", "!b.mp4").put("bytes", 0L).put("files", 0L),
            new JsonObject().put("pattern", "films/").put("bytes", 325_000L).put("files", 2L));
    assertThat(shown(report.getJsonArray("largest")))
        .containsExactly(
            "homeassistant:www/videos/b.mp4 400000", "homeassistant:www/page.html 30000");
  }

  @Test
  void folders_and_patterns_of_the_settings_count_when_nothing_is_said() throws Exception { // §G 22
    hub.call("backup/config/update", new JsonObject().put("create_backup", excluding("videos")));

    JsonObject report = previewed(new JsonObject().put("include_folders", new JsonArray()));

    assertThat(shown(report.getJsonArray("largest")))
        .noneMatch(path -> path.contains("videos") || path.contains("films"));
    assertThat(report.getJsonArray("left_out").getJsonObject(0).getLong("bytes"))
        .isEqualTo(900_000);
  }

  @Test
  void a_walk_ends_when_its_time_is_over_and_tells_what_it_has() throws Exception {
    SizeReport cut = walked(Duration.ofNanos(2));
    SizeReport whole = walked(Duration.ofDays(1));

    assertThat(cut.complete()).isFalse();
    assertThat(cut.totalBytes()).isLessThan(325_000);
    assertThat(whole.complete()).isTrue();
    assertThat(whole.totalBytes()).isEqualTo(325_000);
  }

  /** A walk over the folder during which each entry takes a nanosecond. */
  private SizeReport walked(Duration limit) throws IOException {
    AtomicLong time = new AtomicLong();
    Tally tally = new Tally(10, List.of());
    WalkBound bound = new WalkBound(time::incrementAndGet, limit, Long.MAX_VALUE, () -> false);
    new SizeWalk("media", root.resolve("media"), path -> false, IgnoreRules.NONE, tally, bound)
        .run();
    return tally.report(!bound.wasReached());
  }

  @Test
  void a_walk_ends_after_so_many_entries_and_when_the_hub_stops() throws Exception {
    for (WalkBound bound :
        List.of(
            new WalkBound(() -> 0, Duration.ofDays(1), 2, () -> false),
            new WalkBound(() -> 0, Duration.ofDays(1), 1_000, () -> true))) {
      Tally tally = new Tally(10, List.of());

      new SizeWalk("media", root.resolve("media"), path -> false, IgnoreRules.NONE, tally, bound)
          .run();

      assertThat(bound.wasReached()).isTrue();
    }
  }

  @Test
  void a_folder_without_a_directory_is_refused() throws Exception {
    assertThat(
            hub.refused(
                PREVIEW, new JsonObject().put("include_folders", new JsonArray().add("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported by core backup");
  }

  private List<String> archived() throws Exception {
    try (Stream<Path> files = Files.list(root.resolve("home/backups"))) {
      Path archive =
          files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
      return names(archive);
    }
  }

  private static List<String> names(Path archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(archive)) {
      PartWalk walk = new PartWalk(in, Optional.empty());
      for (var part = walk.next(); part.isPresent(); part = walk.next()) {
        try (PartTar tar = walk.open(part.get())) {
          for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            names.add(entry.get().name().toString());
          }
          tar.finish();
        }
      }
    }
    return names;
  }

  @Test
  void what_automatic_backups_are_to_leave_out_stays_out_after_a_restart() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "create_backup",
                excluding("*.mp4", "!b.mp4", "*.nfo")
                    .put("agent_ids", new JsonArray().add("backup.local"))));
    hub = hub.reopened().start();

    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(archived())
        .contains("data/www/videos/b.mp4", "data/www/page.html", "films/one.mkv")
        .doesNotContain("data/www/videos/a.mp4", "films/one.nfo");
    assertThat(
            hub.call("backup/config/info")
                .getJsonObject("config")
                .getJsonObject("create_backup")
                .getJsonArray("excludes"))
        .containsExactly("*.mp4", "!b.mp4", "*.nfo");
  }

  @Test
  void one_backup_can_leave_out_something_else() throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", excluding("*.mp4")));

    hub.backup(excluding("/www/videos").put("agent_ids", new JsonArray().add("backup.local")));

    assertThat(archived()).contains("data/www/page.html").noneMatch(name -> name.contains("video"));
  }

  @Test
  void nothing_that_a_restore_needs_can_be_left_out() throws Exception {
    write("home/home-assistant_v2.db", 100);
    write("home/secrets.yaml", 10);
    write("home/.HA_VERSION", 10);

    hub.backup(
        excluding("*", "**", ".storage/**", "/configuration.yaml")
            .put("agent_ids", new JsonArray().add("backup.local")));

    assertThat(archived())
        .contains(
            "data/configuration.yaml",
            "data/.storage/auth",
            "data/home-assistant_v2.db",
            "data/secrets.yaml",
            "data/.HA_VERSION")
        .doesNotContain("data/www/page.html", "films/one.mkv");
    assertThat(previewed(new JsonObject()).getJsonArray("never_left_out"))
        .contains(".storage", "configuration.yaml", "home-assistant_v2.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a", "/", "two\nlines"})
  void what_is_no_pattern_is_refused_and_changes_nothing(String pattern) throws Exception {
    assertThat(
            hub.refused(
                "backup/config/update", new JsonObject().put("create_backup", excluding(pattern))))
        .startsWith("invalid_format: ")
        .endsWith("@ data['excludes']");
    assertThat(
            hub.refused(
                "backup/generate",
                excluding(pattern).put("agent_ids", new JsonArray().add("backup.local"))))
        .startsWith("invalid_format: ");
    assertThat(hub.call("backup/config/info").encode()).doesNotContain("excludes");
  }

  private static JsonObject excluding(int patterns, int length) {
    return new JsonObject()
        .put("excludes", new JsonArray(Collections.nCopies(patterns, "x".repeat(length))));
  }

  @Test
  void there_can_be_200_patterns_of_500_characters() throws Exception {
    JsonObject most = excluding(200, 500);

    hub.call("backup/config/update", new JsonObject().put("create_backup", most));
    String id =
        hub.backup(excluding(200, 500).put("agent_ids", new JsonArray().add("backup.local")));

    assertThat(
            hub.call("backup/config/info")
                .getJsonObject("config")
                .getJsonObject("create_backup")
                .getJsonArray("excludes"))
        .hasSize(200);
    assertThat(hub.call("backup/details", new JsonObject().put("backup_id", id)).encode())
        .contains("homekeep.left_out");
    assertThat(archived()).contains("data/www/page.html");
  }

  @ParameterizedTest
  @CsvSource({
    "201, 1, There can be 200 patterns at most.",
    "1, 501, A pattern can have 500 characters at most.",
  })
  void more_or_longer_patterns_are_refused(int patterns, int length, String why) throws Exception {
    JsonObject tooMuch = excluding(patterns, length);
    String refusal = "invalid_format: " + why + " @ data['excludes']";

    assertThat(hub.refused("backup/config/update", new JsonObject().put("create_backup", tooMuch)))
        .isEqualTo(refusal);
    assertThat(
            hub.refused(
                "backup/generate",
                tooMuch.copy().put("agent_ids", new JsonArray().add("backup.local"))))
        .isEqualTo(refusal);
    assertThat(hub.refused(PREVIEW, tooMuch)).isEqualTo(refusal);
    assertThat(hub.call("backup/config/info").encode()).doesNotContain("excludes");
  }

  @Test
  void a_directory_that_cannot_be_read_is_counted_and_the_rest_is_told() throws Exception {
    // A path longer than the system takes: even the owner of everything cannot read that.
    Path outer = chain(root.resolve("media"));
    Path inner = chain(Files.createDirectory(root.resolve("aside")));
    Path deep = outer.resolve("deep");
    Files.move(root.resolve("aside"), deep);
    assertThat(deep.resolve(root.resolve("aside").relativize(inner)).toString().length())
        .isGreaterThan(4096);
    try {
      JsonObject report = previewed(new JsonObject().put("largest", 3));

      assertThat(report.getLong("unreadable")).isEqualTo(1);
      assertThat(report.getBoolean("complete")).isTrue();
      assertThat(shown(report.getJsonArray("largest")))
          .contains("homeassistant:www/videos/a.mp4 500000");
      assertThat(report.getLong("total_bytes")).isBetween(1_255_030L, 1_300_000L);
    } finally {
      Files.move(deep, root.resolve("aside"));
    }
  }

  private static Path chain(Path start) throws IOException {
    Path end = start;
    for (int i = 0; i < 12; i++) {
      end = Files.createDirectory(end.resolve("d".repeat(200)));
    }
    return end;
  }

  @Test
  void sizes_that_are_being_measured_already_are_not_measured_twice_at_once() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      write("home/www/many/" + i, 1);
    }
    List<Future<CommandResult>> answers = hub.sendTwice(PREVIEW, new JsonObject());

    assertThat(answers.get(0).succeeded()).isTrue();
    assertThat(answers.get(1).cause())
        .hasMessage("The sizes are being measured already. Ask again when that has ended.");
    assertThat(((WireException) answers.get(1).cause()).code()).isEqualTo("not_allowed");
    assertThat(previewed(new JsonObject()).getBoolean("complete")).isTrue();
  }
}
