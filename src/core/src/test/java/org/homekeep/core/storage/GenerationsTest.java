package org.homekeep.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  @Test
  void a_generation_that_a_kill_let_be_kept_twice_leaves_no_third_name(@TempDir Path directory)
      throws Exception {
    Path document = Files.writeString(directory.resolve("document"), "1");
    // The kill came after the older generation was made of the one before, and before that changed.
    Path previous = Files.createLink(directory.resolve("document.previous"), document);
    Files.createLink(directory.resolve("document.older"), previous);

    new Generations(document).keep(Instant.now().plus(Duration.ofDays(3)));

    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      assertThat(names)
          .containsExactlyInAnyOrder("document", "document.previous", "document.older");
    }
  }
}
