package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftOverTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".homekeep_keys.new",
        ".HA_RESTORE.new",
        ".HA_RESTORE_RESULT.new",
        ".storage/backup.new",
        "backups/.homekeep-0123abcd.partial",
        "tmp_backups/0123abcd.tar"
      })
  void what_a_kill_has_left_half_written_is_gone_after_the_next_start(String name)
      throws Exception {
    Path file = directory.resolve("config").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"keys\":[");

    try (TestHub hub =
        TestHub.start(directory.resolve("config"), directory.resolve("data"), Map.of())) {
      assertThat(hub.port()).isPositive();
    }

    assertThat(file).doesNotExist();
  }
}
