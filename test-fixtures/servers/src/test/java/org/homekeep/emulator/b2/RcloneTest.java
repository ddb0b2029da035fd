package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.Program;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rclone makes of the emulator; skipped where it is not installed. */
class RcloneTest {
  private static final int MEGABYTE = 1_000_000;
  private static final String HOME = "b2:" + Fixture.BUCKET;

  @TempDir Path directory;
  private final Random random = Seed.random("files");
  private Path files;
  private Fixture fixture;
  private Program rclone;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Program.isThere("rclone", "version"), "rclone is not installed");
    files = Files.createDirectory(directory.resolve("files"));
    fixture = fixture(Clock.systemUTC());
    rclone = rclone(fixture, fixture.emulator.keyId(), fixture.emulator.applicationKey());
  }

  @AfterEach
  void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  private Fixture fixture(Clock clock) {
    return Fixture.with(
        WatchedVertx.create(),
        B2EmulatorOptions.in(directory.resolve("b2")).firstBucket(Fixture.BUCKET).clock(clock));
  }

  private Program rclone(Fixture served, String keyId, String applicationKey) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RCLONE_CONFIG", directory.resolve("rclone.conf").toString());
    environment.put("RCLONE_CONFIG_B2_TYPE", "b2");
    environment.put("RCLONE_CONFIG_B2_ENDPOINT", served.emulator.url());
    environment.put("RCLONE_CONFIG_B2_ACCOUNT", keyId);
    environment.put("RCLONE_CONFIG_B2_KEY", applicationKey);
    environment.put("RCLONE_B2_CHUNK_SIZE", "5M");
    environment.put("RCLONE_B2_UPLOAD_CUTOFF", "10M");
    environment.put("RCLONE_RETRIES", "1");
    return new Program(List.of("rclone"), environment, directory);
  }

  private List<String> lines(String... arguments) {
    return rclone.must(arguments).lines().toList();
  }

  @Test
  void files_from_0_bytes_to_300_megabytes_come_back_as_they_were() throws IOException {
    for (long size :
        List.of(0, 1, 40, 4_999_999, 5 << 20, 10 << 20, (10 << 20) + 1, 300 * MEGABYTE)) {
      Tree.file(files.resolve("sizes/%d.bin".formatted(size)), size, random);
    }
    for (int i = 0; i < 30; i++) {
      Tree.file(files.resolve("many/%d/%d".formatted(i % 4, i)), random.nextInt(9_000), random);
    }
    Path back = directory.resolve("back");

    rclone.must("sync", "files", HOME + "/home");
    rclone.must("check", "files", HOME + "/home");
    rclone.must("copy", HOME + "/home", back.toString());

    assertThat(Tree.content(back)).isEqualTo(Tree.content(files));
    assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()).isEmpty();
  }

  @Test
  void names_with_all_kinds_of_characters_come_back_as_they_were() throws IOException {
    for (String name :
        List.of(
            "a b",
            "a+b",
            "100%",
            "%20",
            "küche/ümlaut",
            "日本/😀",
            "q?s#h&t=1;@:$,",
            "'\"`~^|<>*[]{}()!",
            "..dots",
            " leading",
            "trailing ",
            "back\\slash",
            "n".repeat(200))) {
      Tree.file(files.resolve(name), 10, random);
    }

    rclone.must("copy", "files", HOME);
    rclone.must("copy", HOME, directory.resolve("back").toString());

    assertThat(Tree.content(directory.resolve("back"))).isEqualTo(Tree.content(files));
  }

  @Test
  void a_sync_hides_what_is_gone_and_cleanup_takes_the_old_versions_away() throws IOException {
    Tree.file(files.resolve("changed"), 100, random);
    Tree.file(files.resolve("gone"), 100, random);
    rclone.must("sync", "files", HOME);
    Tree.file(files.resolve("changed"), 120, random);
    Files.delete(files.resolve("gone"));

    rclone.must("sync", "files", HOME);

    assertThat(lines("lsf", HOME)).containsExactly("changed");
    assertThat(lines("lsf", "--b2-versions", HOME)).hasSize(3);

    rclone.must("cleanup", HOME);

    assertThat(lines("lsf", "--b2-versions", HOME)).containsExactly("changed");
    rclone.must("check", "--download", "files", HOME);
  }

  @Test
  void cleanup_cancels_uploads_that_were_begun_more_than_a_day_ago() {
    fixture.close();
    fixture = fixture(Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)));
    rclone = rclone(fixture, fixture.emulator.keyId(), fixture.emulator.applicationKey());
    fixture.master().startLarge(fixture.bucketId(), "never/finished");

    rclone.must("cleanup", HOME);

    assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()).isEmpty();
  }

  @Test
  void copies_and_moves_are_made_by_the_server() throws IOException {
    Tree.file(files.resolve("small"), 3_000, random);
    Tree.file(files.resolve("large"), 16 * MEGABYTE, random);
    rclone.must("copy", "files", HOME + "/one");
    fixture.emulator.faults().clearRequests().await();

    rclone.must("copy", "--b2-copy-cutoff", "10M", HOME + "/one", HOME + "/two");
    rclone.must("moveto", HOME + "/two/small", HOME + "/three/small");

    assertThat(calls()).contains("b2_copy_file", "b2_copy_part").doesNotContain("b2_upload_file");
    assertThat(lines("lsf", "-R", "--files-only", HOME))
        .containsExactlyInAnyOrder("one/large", "one/small", "two/large", "three/small");
    rclone.must("check", "--download", "files", HOME + "/one");
    rclone.must("check", "--download", "--one-way", HOME + "/two", "files");
  }

  private List<String> calls() {
    return fixture.emulator.requests().await().stream().map(LoggedRequest::call).toList();
  }

  @Test
  void a_stream_of_unknown_length_and_a_range_of_it_are_right() throws IOException {
    Path file = Tree.file(files.resolve("stream"), 12 * MEGABYTE, random);
    Program shell = new Program(List.of("sh", "-c"), rclone.environment(), directory);

    shell.must("rclone rcat %s/stream < files/stream".formatted(HOME));
    shell.must("rclone cat --offset 5000001 --count 777 %s/stream > part".formatted(HOME));
    shell.must("tail -c +5000002 files/stream | head -c 777 > expected");

    rclone.must("check", "files", HOME);
    assertThat(Tree.sha1(directory.resolve("part")))
        .isEqualTo(Tree.sha1(directory.resolve("expected")));
    assertThat(file).hasSize(12 * MEGABYTE);
  }

  @Test
  void buckets_are_made_measured_emptied_and_removed() throws IOException {
    Tree.file(files.resolve("a/one"), 1_000, random);
    Tree.file(files.resolve("two"), 2_000, random);

    rclone.must("mkdir", "b2:another-bucket");
    rclone.must("copy", "files", "b2:another-bucket");

    JsonObject size = new JsonObject(rclone.must("size", "--json", "b2:another-bucket"));
    assertThat(size.getInteger("count")).isEqualTo(2);
    assertThat(size.getLong("bytes")).isEqualTo(3_000);
    assertThat(lines("lsf", "b2:another-bucket")).containsExactlyInAnyOrder("a/", "two");
    assertThat(lines("lsd", "b2:")).hasSize(2);

    rclone.must("purge", "b2:another-bucket");

    assertThat(lines("lsd", "b2:")).hasSize(1);
  }

  @Test
  void times_hashes_and_types_are_listed() throws IOException {
    Path file = Tree.file(files.resolve("note.txt"), 1_000, random);
    rclone.must("copy", "files", HOME);

    JsonObject listed = new JsonArray(rclone.must("lsjson", "--hash", HOME)).getJsonObject(0);

    assertThat(listed.getString("MimeType")).startsWith("text/plain");
    assertThat(listed.getJsonObject("Hashes").getString("sha1")).isEqualTo(Tree.sha1(file));
    assertThat(listed.getLong("Size")).isEqualTo(1_000);
    assertThat(listed.getString("ModTime"))
        .startsWith(Files.getLastModifiedTime(file).toString().substring(0, 19));
  }

  @Test
  void a_key_of_one_prefix_is_enough_there_and_is_refused_elsewhere() throws IOException {
    Tree.file(files.resolve("mine"), 1_000, random);
    ApplicationKey key =
        fixture.key(
            List.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles"),
            List.of(Fixture.BUCKET),
            Optional.of("home/"));
    Program restricted = rclone(fixture, key.keyId(), key.applicationKey());

    restricted.must("sync", "files", HOME + "/home");
    restricted.must("check", "--download", "files", HOME + "/home");

    assertThat(restricted.run("copy", "files", HOME + "/other").code()).isNotZero();
    assertThat(lines("lsf", "-R", "--files-only", HOME)).containsExactly("home/mine");
  }

  @Test
  void uploads_that_fail_now_and_then_and_tokens_that_expire_are_got_over() throws IOException {
    for (int i = 0; i < 40; i++) {
      Tree.file(files.resolve("file-" + i), 2_000, random);
    }
    Tree.file(files.resolve("large"), 31 * MEGABYTE, random);
    for (String mode : List.of("fail_some_uploads", "expire_some_account_authorization_tokens")) {
      rclone.must("copy", "--b2-test-mode", mode, "files", HOME + "/" + mode);

      rclone.must("check", "--download", "files", HOME + "/" + mode);
    }
  }

  @Test
  void a_cap_that_is_reached_is_told() throws IOException {
    Tree.file(files.resolve("file"), 2_000, random);

    Program.Ended ended = rclone.run("copy", "--b2-test-mode", "force_cap_exceeded", "files", HOME);

    assertThat(ended.code()).isNotZero();
    assertThat(ended.messages()).contains("cap_exceeded");
  }

  @Test
  void a_link_that_is_shared_lets_somebody_without_a_key_in() throws IOException {
    Path file = Tree.file(files.resolve("shared"), 2_000, random);
    rclone.must("copy", "files", HOME);

    String link = rclone.must("link", "--expire", "1h", HOME + "/shared").strip();

    Fixture.Answer answer = fixture.send(fixture.request(link).GET());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Fixture.sha1(answer.body())).isEqualTo(Tree.sha1(file));
  }

  @Test
  void what_rclone_finds_out_about_names_is_what_b2_documents() {
    String found = rclone.run("test", "info", "--all", HOME + "/info").output();

    // A segment of a name has up to 250 bytes (b2-and-cloud.md §C.4).
    assertThat(found)
        .contains("maxFileLength = 250 // for 1 byte", "maxFileLength = 62 // for 4 byte")
        .contains("canWriteUnnormalized = true", "canReadUnnormalized   = true")
        .contains("canReadRenormalized   = false", "canStream = true");
  }
}
