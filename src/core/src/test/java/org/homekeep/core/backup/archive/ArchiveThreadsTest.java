package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.homekeep.api.Secret;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the work on an archive ends, the threads that did it have ended with it. */
@Timeout(120)
class ArchiveThreadsTest {
  private static final int SIZE = 6_000_000;

  Path dir;
  Path source;
  Path archive;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    archive = dir.resolve("archive.tar");
    byte[] noise = new byte[SIZE];
    Seed.random("noise").nextBytes(noise);
    Files.write(source.resolve("a"), noise);
  }

  /** Runs something on a thread of a group, and gives what it threw when all others have ended. */
  private static Optional<Throwable> trouble(Callable<?> work) throws InterruptedException {
    ThreadGroup group = new ThreadGroup("one archive");
    CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            group,
            () -> {
              try {
                work.call();
                ended.complete(Optional.empty());
              } catch (Throwable e) {
                ended.complete(Optional.of(e));
              }
            });
    thread.start();
    thread.join();
    Thread[] left = new Thread[100];
    assertThat(Arrays.copyOf(left, group.enumerate(left))).isEmpty();
    return ended.join();
  }

  private Optional<Throwable> write(PartSource part, ArchiveObserver observer)
      throws InterruptedException {
    return trouble(
        () ->
            TestArchives.writer()
                .write(TestArchives.request(part, Protection.V3, true), archive, observer));
  }

  private Optional<Throwable> verify(Secret key) throws InterruptedException {
    return trouble(
        () -> new ArchiveVerifier(Optional.of(key), ArchiveLimits.standard()).verify(archive));
  }

  /** Does something when so many bytes have been handled, and stops when told. */
  private static ArchiveObserver after(long bytes, Runnable action, boolean stop) {
    return new ArchiveObserver() {
      private boolean reached;

      @Override
      public void progressed(long total) {
        if (total > bytes && !reached) {
          reached = true;
          action.run();
        }
      }

      @Override
      public boolean isCancelled() {
        return reached && stop;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_that_is_written_verified_and_extracted(Protection protection)
      throws InterruptedException {
    assertThat(trouble(() -> TestArchives.write(source, archive, protection))).isEmpty();
    assertThat(verify(Vectors.KEY)).isEmpty();
    assertThat(extract(ArchiveObserver.none())).isEmpty();
  }

  private Optional<Throwable> extract(ArchiveObserver observer) throws InterruptedException {
    return trouble(
        () ->
            new ArchiveExtractor(
                    Optional.of(Vectors.KEY), ExtractOptions.homeAssistant().withSync(false))
                .extract(archive, "homeassistant", dir.resolve("target"), observer));
  }

  @Test
  void writing_that_is_cancelled() throws InterruptedException {
    assertThat(write(TestArchives.part(source), after(SIZE / 2, () -> {}, true)))
        .containsInstanceOf(ArchiveException.Cancelled.class);
    assertThat(archive).doesNotExist();
  }

  @Test
  void writing_that_is_interrupted() throws InterruptedException {
    assertThat(
            write(
                TestArchives.part(source),
                after(SIZE / 2, () -> Thread.currentThread().interrupt(), false)))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOfAny(
                        InterruptedIOException.class, ClosedByInterruptException.class));
    assertThat(archive).doesNotExist();
  }

  @Test
  void writing_of_something_unreadable() throws InterruptedException {
    PartSource part =
        PartSource.homeAssistant(
            source, Exclusions.none(), Map.of(RawText.of("a"), source), Omissions.none());

    assertThat(write(part, ArchiveObserver.none()))
        .containsInstanceOf(ArchiveException.SourceUnreadable.class);
  }

  @Test
  void verifying_with_the_wrong_key() throws Exception {
    for (Protection protection : new Protection[] {Protection.V2, Protection.V3}) {
      TestArchives.write(source, archive, protection);

      assertThat(verify(Secret.of("wrong"))).containsInstanceOf(ArchiveException.WrongKey.class);
      Files.delete(archive);
    }
  }

  @Test
  void verifying_what_was_changed() throws Exception {
    TestArchives.write(source, archive, Protection.V3);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.seek(SIZE / 2);
      int was = file.read();
      file.seek(SIZE / 2);
      file.write(was ^ 1);
    }

    assertThat(verify(Vectors.KEY)).containsInstanceOf(ArchiveException.Tampered.class);
  }

  @Test
  void verifying_what_was_cut_short() throws Exception {
    TestArchives.write(source, archive, Protection.V2);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(SIZE / 2);
    }

    assertThat(verify(Vectors.KEY)).containsInstanceOf(ArchiveException.Truncated.class);
  }

  @Test
  void extracting_that_is_cancelled() throws Exception {
    TestArchives.write(source, archive, Protection.V2);

    assertThat(extract(after(SIZE / 2, () -> {}, true)))
        .containsInstanceOf(ArchiveException.Cancelled.class);
  }

  @Test
  void extracting_that_is_interrupted() throws Exception {
    TestArchives.write(source, archive, Protection.V2);

    assertThat(extract(after(SIZE / 2, () -> Thread.currentThread().interrupt(), false)))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOfAny(
                        InterruptedIOException.class, ClosedByInterruptException.class));
  }

  @Test
  void extracting_to_a_place_that_cannot_be_written() throws Exception {
    TestArchives.write(source, archive, Protection.V2);

    assertThat(
            trouble(
                () ->
                    new ArchiveExtractor(Optional.of(Vectors.KEY), ExtractOptions.homeAssistant())
                        .extract(
                            archive,
                            "homeassistant",
                            Path.of("/proc/homekeep"),
                            ArchiveObserver.none())))
        .containsInstanceOf(IOException.class);
  }
}
