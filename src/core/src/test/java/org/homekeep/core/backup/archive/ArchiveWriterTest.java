package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarHeaders;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveWriterTest {
  Path dir;
  Path source;
  Path archive;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    archive = dir.resolve("archive.tar");
  }

  private WrittenArchive write(PartSource part, ArchiveObserver observer) throws IOException {
    return TestArchives.writer()
        .write(TestArchives.request(part, Protection.NONE, true), archive, observer);
  }

  private Path extracted() throws IOException {
    Path target = dir.resolve("target");
    new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant().withSync(false))
        .extract(archive, "homeassistant", target, ArchiveObserver.none());
    return target;
  }

  @Test
  void a_replacement_is_written_with_the_attributes_of_the_original() throws IOException {
    Path database = Files.writeString(source.resolve("home-assistant_v2.db"), "in use");
    Files.writeString(source.resolve("home-assistant_v2.db-wal"), "journal");
    Path snapshot = Files.writeString(dir.resolve("snapshot"), "consistent and longer");
    Files.setLastModifiedTime(database, FileTime.fromMillis(1_600_000_000_000L));

    write(
        PartSource.homeAssistant(
            source,
            Exclusions.none(),
            Map.of(RawText.of("home-assistant_v2.db"), snapshot),
            Omissions.of(Set.of(RawText.of("home-assistant_v2.db-wal")))),
        ArchiveObserver.none());

    Path target = extracted();
    assertThat(target.resolve("home-assistant_v2.db")).hasContent("consistent and longer");
    assertThat(Files.getLastModifiedTime(target.resolve("home-assistant_v2.db")).toMillis())
        .isEqualTo(1_600_000_000_000L);
    assertThat(target.resolve("home-assistant_v2.db-wal")).doesNotExist();
  }

  @Test
  void a_deep_tree_needs_no_deep_stack() throws Exception {
    String deep = "d/".repeat(450);
    Files.createDirectories(source.resolve(deep));
    Files.writeString(source.resolve(deep + "leaf"), "found");
    FutureTask<WrittenArchive> writing =
        new FutureTask<>(
            () ->
                write(
                    PartSource.homeAssistant(source, Exclusions.none(), Map.of(), Omissions.none()),
                    ArchiveObserver.none()));

    new Thread(null, writing, "small", 192 * 1024).start();
    writing.get();

    assertThat(extracted().resolve(deep + "leaf")).hasContent("found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59Z",
        "1901-12-14T00:00:00Z",
        "1970-01-01T00:00:00.000000001Z",
        "2038-01-19T03:14:08.5Z",
        "2262-04-11T23:47:16.854Z",
        "2262-04-11T23:47:16.855Z",
        "2400-02-29T12:00:00.125Z"
      })
  void the_times_that_a_file_system_can_hold_come_back(Instant time) throws Exception {
    Path file = Files.writeString(source.resolve("f"), "x");
    touch(file, time);
    FileTime held = Files.getLastModifiedTime(file);

    write(TestArchives.part(source), ArchiveObserver.none());

    assertThat(held.toInstant()).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(extracted().resolve("f"))).isEqualTo(held);
    assertThat(written("data/f").getLastModifiedTime()).isEqualTo(held);
  }

  @Test
  void a_fraction_of_a_second_before_1970_is_in_the_archive() throws Exception {
    Instant time = Instant.parse("1955-11-05T06:15:00.25Z");
    touch(Files.writeString(source.resolve("f"), "x"), time);

    write(TestArchives.part(source), ArchiveObserver.none());

    assertThat(written("data/f").getLastModifiedTime().toInstant()).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(extracted().resolve("f")).toInstant())
        .isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The JDK cannot set all of these. */
  private static void touch(Path file, Instant time) throws Exception {
    Process touch = new ProcessBuilder("touch", "-d", time.toString(), file.toString()).start();
    assumeTrue(touch.waitFor() == 0);
  }

  /** What another reader makes of a member of the part. */
  private TarArchiveEntry written(String name) throws IOException {
    try (TarArchiveInputStream outer =
        new TarArchiveInputStream(Files.newInputStream(archive), "UTF-8")) {
      while (!outer.getNextEntry().getName().equals("homeassistant.tar.gz")) {
        // backup.json
      }
      TarArchiveInputStream inner = new TarArchiveInputStream(new GZIPInputStream(outer), "UTF-8");
      TarArchiveEntry entry = inner.getNextEntry();
      while (!entry.getName().equals(name)) {
        entry = inner.getNextEntry();
      }
      return entry;
    }
  }

  @Test
  void a_file_that_shrinks_or_grows_meanwhile_leaves_the_tar_whole() throws IOException {
    Path first = Files.write(source.resolve("a"), new byte[600_000]);
    Path shrinking = Files.write(source.resolve("b"), Vectors.deterministic("b", 600_000));
    Path growing = Files.write(source.resolve("c"), Vectors.deterministic("c", 600_000));
    Files.writeString(source.resolve("d"), "untouched");
    long whole = Files.size(first);
    ArchiveObserver meddler =
        new ArchiveObserver() {
          @Override
          public void progressed(long total) {
            try {
              if (total > whole && total < whole + 300_000) {
                Files.write(shrinking, new byte[10]);
              } else if (total > 2 * whole || (total > whole + 300_000 && total < 1_300_000)) {
                Files.write(growing, new byte[900_000], StandardOpenOption.APPEND);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public boolean isCancelled() {
            return false;
          }
        };

    WrittenArchive written = write(TestArchives.part(source), meddler);

    new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).verify(archive);
    Path target = extracted();
    assertThat(target.resolve("b")).hasSize(600_000);
    assertThat(target.resolve("d")).hasContent("untouched");
    assertThat(written.warnings()).anyMatch(warning -> warning.startsWith("b became shorter"));
  }

  @Test
  void what_vanishes_meanwhile_is_left_out_with_a_warning() throws IOException {
    Files.write(source.resolve("a"), new byte[10]);
    Path vanishing = Files.write(source.resolve("b"), new byte[10]);
    ArchiveObserver deleter =
        new ArchiveObserver() {
          @Override
          public void progressed(long total) {
            try {
              Files.deleteIfExists(vanishing);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public boolean isCancelled() {
            return false;
          }
        };

    WrittenArchive written = write(TestArchives.part(source), deleter);

    assertThat(written.warnings())
        .containsExactly("b vanished while the archive was written; it is not in it.");
    assertThat(extracted().resolve("b")).doesNotExist();
  }

  @Test
  void a_directory_that_is_swapped_for_a_link_meanwhile_brings_nothing_from_elsewhere(
      @TempDir Path elsewhere) throws IOException {
    Path directory = Files.createDirectory(source.resolve("d"));
    Files.write(directory.resolve("first"), new byte[600_000]);
    Files.writeString(directory.resolve("second"), "of this tree");
    Files.writeString(elsewhere.resolve("second"), "of somebody else");
    Path away = elsewhere.resolve("away");
    ArchiveObserver swapper =
        new ArchiveObserver() {
          @Override
          public void progressed(long total) {
            try {
              if (Files.notExists(away)) {
                Files.move(directory, away);
                Files.createSymbolicLink(directory, elsewhere);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public boolean isCancelled() {
            return false;
          }
        };

    write(TestArchives.part(source), swapper);

    assertThat(extracted().resolve("d/second")).hasContent("of this tree");
  }

  @Test
  void sockets_are_left_out_with_a_warning() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));

      WrittenArchive written = write(TestArchives.part(source), ArchiveObserver.none());

      assertThat(written.warnings())
          .containsExactly("socket is a socket, pipe or device; it is not in the archive.");
    }
  }

  @Test
  void an_unreadable_file_aborts_and_leaves_nothing_behind() throws IOException {
    Files.createDirectory(source.resolve("sub"));
    Path loop = source.resolve("sub").resolve("secret");
    Files.writeString(loop, "x");
    PartSource part =
        PartSource.homeAssistant(
            source,
            Exclusions.none(),
            Map.of(RawText.of("sub/secret"), source.resolve("sub")),
            Omissions.none());

    assertThatThrownBy(() -> write(part, ArchiveObserver.none()))
        .isInstanceOf(ArchiveException.SourceUnreadable.class)
        .hasMessageStartingWith("Error adding sub/secret to tarfile: ");
    assertThat(archive).doesNotExist();
  }

  @Test
  void a_missing_source_aborts() {
    assertThatThrownBy(
            () -> write(TestArchives.part(dir.resolve("nowhere")), ArchiveObserver.none()))
        .isInstanceOf(ArchiveException.SourceUnreadable.class);
    assertThat(archive).doesNotExist();
  }

  @Test
  void an_existing_file_is_never_overwritten() throws IOException {
    Files.writeString(archive, "precious");

    assertThatThrownBy(() -> write(TestArchives.part(source), ArchiveObserver.none()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(archive).hasContent("precious");
  }

  @Test
  void cancelling_stops_and_leaves_nothing_behind() throws IOException {
    Files.write(source.resolve("big"), new byte[5_000_000]);
    AtomicLong seen = new AtomicLong();
    ArchiveObserver observer =
        new ArchiveObserver() {
          @Override
          public void progressed(long total) {
            seen.set(total);
          }

          @Override
          public boolean isCancelled() {
            return seen.get() > 1_000_000;
          }
        };

    assertThatThrownBy(() -> write(TestArchives.part(source), observer))
        .isInstanceOf(ArchiveException.Cancelled.class);
    assertThat(seen.get()).isLessThan(2_000_000);
    assertThat(archive).doesNotExist();
  }

  @Test
  void the_archive_is_not_put_into_itself() throws IOException {
    archive = source.resolve("inside.tar");
    Files.writeString(source.resolve("z"), "z");

    write(TestArchives.part(source), ArchiveObserver.none());

    Path target = extracted();
    assertThat(target.resolve("inside.tar")).doesNotExist();
    assertThat(target.resolve("z")).hasContent("z");
  }

  @Test
  void names_that_are_not_text_survive() throws Exception {
    byte[] script =
        "touch \"$(printf 'bad\\377name')\"; ln -s \"$(printf 'to\\376x')\" l"
            .getBytes(StandardCharsets.US_ASCII);
    Process shell = new ProcessBuilder("sh").directory(source.toFile()).start();
    shell.getOutputStream().write(script);
    shell.getOutputStream().close();
    assumeTrue(shell.waitFor() == 0);

    write(TestArchives.part(source), ArchiveObserver.none());

    Path target = extracted();
    assertThat(names(target)).isEqualTo(names(source)).contains("626164ff6e616d65");
    assertThat(link(target)).isEqualTo(link(source));
  }

  private static String names(Path directory) throws Exception {
    return output(directory, "ls | od -An -v -tx1 | tr -d ' \\n'");
  }

  private static String link(Path directory) throws Exception {
    return output(directory, "readlink l | od -An -v -tx1 | tr -d ' \\n'");
  }

  private static String output(Path directory, String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void files_over_8_gib_are_announced_in_an_extended_header() throws IOException {
    long size = 9L << 30;
    byte[] header =
        TarHeaders.encodePatchable(
            TarEntry.file("homeassistant.tar.gz", size, TestArchives.CLOCK.instant()));

    assertThat(header).hasSize(1536);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(header), "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      assertThat(entry.getSize()).isEqualTo(size);
      assertThat(entry.getName()).isEqualTo("homeassistant.tar.gz");
    }
  }

  @Test
  void home_assistants_exclusions_leave_directories_in_and_other_levels_alone() {
    Exclusions exclusions = Exclusions.homeAssistant(false);

    for (String out :
        List.of(
            "__pycache__/x.pyc",
            "custom_components/a/__pycache__/x.pyc",
            ".DS_Store",
            "www/.DS_Store",
            ".HA_RESTORE",
            "home-assistant_v2.db-shm",
            "home-assistant.log",
            "home-assistant.log.1",
            "backups/a.tar",
            "tmp_backups/a.tar",
            "OZW_Log.txt",
            "tts/voice.mp3",
            ".cache/x",
            "home-assistant_v2.db",
            "home-assistant_v2.db-wal")) {
      assertThat(exclusions.excludes(out)).as(out).isTrue();
    }
    for (String in :
        List.of(
            "tts",
            "backups",
            "tmp_backups",
            ".cache",
            "__pycache__",
            "another_subdir/tts/voice.mp3",
            "another_subdir/backups/backup.tar",
            "backups/a.txt",
            "backups/deep/a.tar",
            "sub/home-assistant.log",
            "sub/home-assistant_v2.db",
            "www/x.db-shm",
            "configuration.yaml")) {
      assertThat(exclusions.excludes(in)).as(in).isFalse();
    }
    assertThat(Exclusions.homeAssistant(true).excludes("home-assistant_v2.db")).isFalse();
  }

  @Test
  void users_may_exclude_more() {
    Exclusions exclusions =
        Exclusions.homeAssistant(true, List.of("**/.git", "www/*/frames/**", "?.tmp"));

    assertThat(exclusions.excludes(".git")).isTrue();
    assertThat(exclusions.excludes("custom_components/a/.git")).isTrue();
    assertThat(exclusions.excludes("www/cam/frames/1/2.jpg")).isTrue();
    assertThat(exclusions.excludes("www/cam/1.jpg")).isFalse();
    assertThat(exclusions.excludes("a.tmp")).isTrue();
    assertThat(exclusions.excludes("ab.tmp")).isFalse();
  }

  @Test
  void a_large_sparse_file_streams_through_every_stage() throws IOException {
    try (var channel =
        FileChannel.open(
            source.resolve("sparse"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.position(300L << 20);
      channel.write(ByteBuffer.wrap(new byte[] {1}));
    }
    WrittenArchive written = TestArchives.write(source, archive, Protection.V3);

    assertThat(written.plaintextSize()).isEqualTo((300L << 20) + 1);
    assertThat(
            new ArchiveVerifier(Protection.V3.key(), ArchiveLimits.standard())
                .verify(archive)
                .fileBytes())
        .isEqualTo((300L << 20) + 1);
  }
}
