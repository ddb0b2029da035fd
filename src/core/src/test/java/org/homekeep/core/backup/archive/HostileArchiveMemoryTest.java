package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives that want much memory are read, or refused, in 64 MB. */
class HostileArchiveMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "the same directory, extracted",
    "a million members, read",
    "many members after records for all, read",
    "endless names of members, LimitExceeded",
    "a name of many small steps, LimitExceeded",
    "a backup.json of empty lists, InvalidMetadata",
    "a backup.json of empty objects, InvalidMetadata",
    "a backup.json of numbers, InvalidMetadata",
    "a backup.json of deep lists, InvalidMetadata",
    "a backup.json of a gigabyte, InvalidMetadata",
  })
  void sixty_four_megabytes_are_enough(String archive, String outcome, @TempDir Path dir)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                archive,
                dir.resolve("target").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo(outcome);
  }
}
