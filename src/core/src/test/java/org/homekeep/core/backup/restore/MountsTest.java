package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
  @Test
  void the_list_of_linux_is_understood_with_its_escapes() {
    String list =
        """
        36 35 98:0 / / rw,noatime master:1 - ext3 /dev/root rw
        41 36 0:35 / /srv/my\\040home/a\\134b rw,nosuid shared:5 - tmpfs tmpfs rw
        42 36 0:36 /sub /srv/data/media rw - ext4 /dev/sdb1 rw
        """;

    assertThat(Mounts.parse(list.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(Path.of("/"), Path.of("/srv/my home/a\\b"), Path.of("/srv/data/media"));
  }

  @Test
  void a_plain_directory_has_no_mounts(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("some/where"));

    assertThat(Mounts.ofThisMachine().below(directory)).isEmpty();
    assertThat(Mounts.byDevice(directory)).isEmpty();
    assertThat(Mounts.ofThisMachine().below(directory.resolve("missing"))).isEmpty();
  }
}
