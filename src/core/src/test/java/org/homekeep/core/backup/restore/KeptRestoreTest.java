package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup left out on purpose, and a restore therefore leaves as it is. */
class KeptRestoreTest {
  private static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";
  private static final Map<String, String> BACKED_UP =
      Map.of(
          "home/configuration.yaml",
          "then",
          "home/www/page.html",
          "then",
          "home/www/film.mp4",
          "then",
          "home/frames/1/a.jpg",
          "then",
          "media/song.flac",
          "then",
          "media/cache/x",
          "then");
  private static final Map<String, String> LATER =
      Map.of(
          "home/configuration.yaml",
          "now",
          "home/www/page.html",
          "now",
          "home/www/film.mp4",
          "now",
          "home/www/new.txt",
          "now",
          "home/deep/er/clip.mp4",
          "now",
          "home/frames/2/b.jpg",
          "now",
          "media/song.flac",
          "now",
          "media/cache/y",
          "now");
  private static final Map<String, String> RESTORED =
      Map.of(
          "home/configuration.yaml",
          "then",
          "home/www/page.html",
          "then",
          "home/www/film.mp4",
          "now",
          "home/deep/er/clip.mp4",
          "now",
          "home/frames/2/b.jpg",
          "now",
          "media/song.flac",
          "then",
          "media/cache/y",
          "now");

  private Path root;
  private Path live;
  private HubDirectories directories;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary.toRealPath();
    live = root.resolve("live");
    directories = new HubDirectories(root.resolve("hub"), live.resolve("home"));
    fill(BACKED_UP);
    hub =
        BackupHub.open(directories, Map.of("backup.folder_media", live.resolve("media").toString()))
            .start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void fill(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> each : files.entrySet()) {
      write(each.getKey(), each.getValue());
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = live.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void becomes(Map<String, String> files) throws IOException {
    Trees.delete(live, Mounts.ofThisMachine());
    fill(files);
  }

  private String backedUp(String... excludes) throws Exception {
    return hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local"))
            .put("password", KEY)
            .put("excludes", new JsonArray(List.of(excludes))));
  }

  private static JsonObject from(String id) {
    return new JsonObject().put("backup_id", id).put("agent_id", "backup.local");
  }

  /** Orders the restore, and starts anew as the hub does. */
  private void restored(JsonObject command) throws Exception {
    hub.call("backup/restore", command);
    hub = hub.reopened(() -> PendingRestore.apply(directories));
  }

  private String outcome() throws Exception {
    JsonObject event = hub.call("backup/info").getJsonObject("last_action_event");
    return event.getString("state") + " " + event.getString("reason");
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(live)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          found.put(live.relativize(path).toString(), Files.readString(path));
        }
      }
    }
    return found;
  }

  private Path archive() throws IOException {
    try (var files = Files.newDirectoryStream(directories.backups(), "*.tar")) {
      return files.iterator().next();
    }
  }

  @Test
  void what_the_excludes_left_out_stays_and_what_the_backup_holds_replaces() throws Exception {
    String id = backedUp("*.mp4", "/frames", "cache/");
    becomes(LATER);

    restored(from(id));

    assertThat(outcome()).isEqualTo("completed null");
    assertThat(contents()).isEqualTo(RESTORED);
  }

  @Test
  void without_excludes_nothing_of_what_is_there_stays() throws Exception {
    String id = backedUp();
    becomes(LATER);

    restored(from(id));

    assertThat(contents()).isEqualTo(BACKED_UP);
  }

  @Test
  void on_a_new_machine_there_is_nothing_to_keep() throws Exception {
    String id = backedUp("*.mp4", "/frames", "cache/");
    becomes(Map.of("home/fresh", "now", "media/fresh", "now"));

    restored(from(id));

    assertThat(outcome()).isEqualTo("completed null");
    assertThat(contents())
        .isEqualTo(
            Map.of(
                "home/configuration.yaml",
                "then",
                "home/www/page.html",
                "then",
                "media/song.flac",
                "then"));
  }

  @Test
  void the_folder_alone_keeps_its_own() throws Exception {
    String id = backedUp("*.mp4", "cache/");
    becomes(LATER);

    restored(
        from(id)
            .put("restore_homeassistant", false)
            .put("restore_database", false)
            .put("restore_folders", new JsonArray().add("media")));

    Map<String, String> expected = new TreeMap<>(LATER);
    expected.put("media/song.flac", "then");
    assertThat(contents()).isEqualTo(expected);
  }

  @Test
  void the_database_alone_touches_nothing_else() throws Exception {
    write("home/home-assistant_v2.db", "history then");
    String id = backedUp("*");
    becomes(LATER);
    write("home/home-assistant_v2.db", "history now");

    restored(from(id).put("restore_homeassistant", false));

    Map<String, String> expected = new TreeMap<>(LATER);
    expected.put("home/home-assistant_v2.db", "history then");
    assertThat(contents()).isEqualTo(expected);
  }

  @Test
  void what_no_pattern_leaves_out_is_replaced_whatever_the_patterns_say() throws Exception {
    write("home/.storage/auth", "then");
    String id = backedUp("*", "**");
    becomes(LATER);
    write("home/.storage/auth", "now");
    write("home/.storage/younger", "now");

    restored(from(id));

    assertThat(contents())
        .containsEntry("home/.storage/auth", "then")
        .containsEntry("home/configuration.yaml", "then")
        .containsEntry("home/www/new.txt", "now")
        .doesNotContainKey("home/.storage/younger");
  }

  @Test
  void directories_that_are_not_in_the_backup_are_as_they_were_around_what_stays()
      throws Exception {
    String id = backedUp("*.mp4");
    becomes(LATER);
    Path parent = live.resolve("home/deep/er");
    FileTime time = FileTime.fromMillis(1_600_000_000_000L);
    FileTime page = FileTime.fromMillis(1_500_000_000_000L);
    write("home/deep/er/gone.txt", "now");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-x---"));
    Files.setLastModifiedTime(parent, time);
    boolean byRoot = Integer.valueOf(0).equals(Files.getAttribute(parent, "unix:uid"));
    int owner = byRoot ? 1234 : (Integer) Files.getAttribute(parent, "unix:uid");
    Files.setAttribute(parent, "unix:uid", owner);
    Files.setLastModifiedTime(live.resolve("home/deep/er/clip.mp4"), page);

    restored(from(id));

    assertThat(parent.resolve("clip.mp4")).hasContent("now");
    assertThat(Files.getLastModifiedTime(parent.resolve("clip.mp4"))).isEqualTo(page);
    assertThat(parent.resolve("gone.txt")).doesNotExist();
    assertThat(Files.getLastModifiedTime(parent)).isEqualTo(time);
    assertThat(Files.getPosixFilePermissions(parent))
        .isEqualTo(PosixFilePermissions.fromString("r-xr-x---"));
    assertThat(Files.getAttribute(parent, "unix:uid")).isEqualTo(owner);
  }

  @Test
  void directories_of_the_backup_keep_its_time_when_something_stays_in_them() throws Exception {
    FileTime time = FileTime.fromMillis(1_600_000_000_000L);
    Files.setLastModifiedTime(live.resolve("home/www"), time);
    String id = backedUp("*.mp4");
    becomes(LATER);

    restored(from(id));

    assertThat(live.resolve("home/www/film.mp4")).hasContent("now");
    assertThat(Files.getLastModifiedTime(live.resolve("home/www"))).isEqualTo(time);
  }

  @Test
  void what_stays_gets_another_name_where_the_backup_has_something_else() throws Exception {
    Files.delete(live.resolve("media/cache/x"));
    Files.delete(live.resolve("media/cache"));
    write("media/cache", "a file then");
    write("home/deep", "a file then");
    String id = backedUp("cache/", "*.mp4");
    becomes(LATER);
    write("home/deep/er/second.mp4", "now");
    write("media/cache.kept-from-before/mine", "now");

    restored(from(id));

    assertThat(contents())
        .containsEntry("media/cache", "a file then")
        .containsEntry("media/cache.kept-from-before-2/y", "now")
        .containsEntry("home/deep", "a file then")
        .containsEntry("home/deep.kept-from-before/er/clip.mp4", "now")
        .containsEntry("home/deep.kept-from-before/er/second.mp4", "now");
  }

  @Test
  void links_stay_as_links() throws Exception {
    String id = backedUp("*.mp4");
    becomes(LATER);
    Path link = Files.createSymbolicLink(live.resolve("home/x.mp4"), Path.of("nowhere"));

    restored(from(id));

    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("nowhere"));
  }

  @Test
  void the_patterns_are_not_to_be_read_beside_an_encrypted_backup() throws Exception {
    String id = backedUp("/a-name-of-mine");

    String bytes = new String(Files.readAllBytes(archive()), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("a-name-of-mine").contains("homekeep.left_out");
    assertThat(
            hub.call("backup/details", new JsonObject().put("backup_id", id))
                .getJsonObject("backup")
                .getJsonObject("extra_metadata")
                .getBoolean("homekeep.left_out"))
        .isTrue();
  }

  /** An archive of another hub, by other patterns than a hub takes. */
  private Path archiveNoting(List<String> patterns) throws IOException {
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            "c0cb53bd",
            "test",
            "2025-01-30T05:42:12.345678-08:00",
            false,
            Map.of(),
            new ArchiveMetadata.HomeAssistant(HomeAssistantVersion.CURRENT, true));
    PartSource source =
        PartSource.homeAssistant(
                live.resolve("home"), Exclusions.none(), Map.of(), Omissions.none())
            .noting(patterns);
    Path target = root.resolve("other.tar");
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, List.of(source), Optional.empty()),
            target,
            ArchiveObserver.none());
    return target;
  }

  static List<List<String>> strangePatterns() {
    return List.of(Collections.nCopies(201, "x"), List.of("x".repeat(501)), List.of("[a"));
  }

  @ParameterizedTest
  @MethodSource("strangePatterns")
  void patterns_that_no_hub_wrote_are_refused_and_nothing_changes(List<String> patterns)
      throws Exception {
    Path archive = archiveNoting(patterns);
    becomes(LATER);
    new RestoreOrder(archive, Optional.empty(), false, true, true, Map.of()).write(directories);

    assertThat(applied(() -> {}).orElseThrow().error().orElseThrow())
        .startsWith("What the backup says of the files that were left out of it cannot be read.");

    assertThat(contents()).isEqualTo(LATER);
  }

  @Test
  void where_something_might_have_to_stay_that_cannot_be_seen_nothing_changes() throws Exception {
    backedUp("*.mp4");
    becomes(LATER);
    // A path longer than the system takes: even the owner of everything cannot read that.
    chain(Files.createDirectory(root.resolve("aside")));
    Path deep = chain(live.resolve("home/www")).resolve("deep");
    Files.move(root.resolve("aside"), deep);
    try {
      order();

      assertThat(applied(() -> {}).orElseThrow().error().orElseThrow())
          .contains("cannot be looked into")
          .contains("nothing was changed");
    } finally {
      Files.move(deep, root.resolve("aside"));
    }
    assertThat(contents()).isEqualTo(LATER);
  }

  private static Path chain(Path start) throws IOException {
    Path end = start;
    for (int i = 0; i < 12; i++) {
      end = Files.createDirectory(end.resolve("d".repeat(200)));
    }
    return end;
  }

  private Optional<RestoreResult> applied(Checkpoints checkpoints) throws IOException {
    return new PendingRestore(directories, checkpoints, Mounts.ofThisMachine()).apply();
  }

  private void order() throws IOException {
    new RestoreOrder(
            archive(),
            Optional.of(Secret.of(KEY)),
            false,
            true,
            true,
            Map.of(Folder.MEDIA, live.resolve("media")))
        .write(directories);
  }

  @Test
  void whenever_the_power_goes_nothing_of_what_stays_is_lost() throws Exception {
    backedUp("*.mp4", "/frames", "cache/");
    boolean finished = false;
    int moment = 0;
    for (; !finished; moment++) {
      becomes(LATER);
      order();
      finished = runUntil(moment);
      for (int again = 0; again < 3; again++) {
        runUntil(again);
      }
      PendingRestore.apply(directories);

      boolean isNew = contents().get("home/configuration.yaml").equals("then");
      assertThat(contents()).as("cut at moment %d", moment).isEqualTo(isNew ? RESTORED : LATER);
    }
    assertThat(moment).isGreaterThan(25);
    assertThat(contents()).isEqualTo(RESTORED);
  }

  private boolean runUntil(int moment) throws IOException {
    try {
      applied(PowerCut.after(moment));
      return true;
    } catch (PowerCut gone) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"home/www/film.mp4", "home/frames", "media/cache"})
  void when_something_cannot_stay_all_is_as_it_was_before(String place) throws Exception {
    backedUp("*.mp4", "/frames", "cache/");
    for (int again = -1; again < 4; again++) {
      becomes(LATER);
      order();
      int[] cut = {again};
      boolean[] made = {false};
      try {
        // Somebody else makes a file where something is to stay, as soon as the new data is there.
        applied(
            () -> {
              boolean isThere = live.resolve("media/song.flac").toFile().exists();
              boolean exchanged =
                  !Files.exists(live.resolve("home/.homekeep_restore/new/www"))
                      && Files.exists(live.resolve("home/.homekeep_restore/old/www"));
              if (exchanged && isThere && !made[0]) {
                made[0] = putInTheWay(live.resolve(place));
              } else if (made[0] && cut[0]-- == 0) {
                throw new PowerCut();
              }
            });
      } catch (PowerCut gone) {
        applied(() -> {});
      }

      assertThat(made[0]).isTrue();
      Map<String, String> found = contents();
      found.values().removeIf("in the way"::equals);
      assertThat(found).as("cut after %d more changes", again).isEqualTo(LATER);
    }
  }

  @Test
  void nothing_is_moved_through_a_link_that_somebody_puts_on_the_way() throws Exception {
    backedUp("*.mp4");
    becomes(LATER);
    write("media/films/mine.mp4", "now");
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Path films = live.resolve("media/films");
    order();

    Optional<RestoreResult> result =
        applied(
            () -> {
              Path away = root.resolve("away");
              if (Files.isDirectory(films, LinkOption.NOFOLLOW_LINKS)
                  && Files.exists(live.resolve("media/.homekeep_restore/old/films"))
                  && Files.notExists(away)) {
                moveAndLink(films, away, elsewhere);
              }
            });

    assertThat(result.orElseThrow().error().orElseThrow()).contains("as it was before");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(live.resolve("media/films/mine.mp4")).hasContent("now");
  }

  private static void moveAndLink(Path place, Path away, Path target) {
    try {
      Files.move(place, away);
      Files.createSymbolicLink(place, target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean putInTheWay(Path place) {
    try {
      Files.createDirectories(place.resolveSibling(""));
      Files.writeString(place, "in the way");
      return true;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
