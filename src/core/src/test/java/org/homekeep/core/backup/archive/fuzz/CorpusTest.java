package org.homekeep.core.backup.archive.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer found worth keeping is read again, without the fuzzer. */
class CorpusTest {
  private static final Path CORPUS = Path.of("..", "..", "fuzz", "corpus");

  static Set<String> targets() {
    return new TreeSet<>(Replay.TARGETS.keySet());
  }

  @Test
  void every_corpus_has_a_target() throws IOException {
    assertThat(files(CORPUS))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyElementsOf(targets());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void every_input_of_the_corpus_ends_in_a_result_or_a_typed_error(String target)
      throws IOException {
    assertThat(Replay.replay(target, CORPUS.resolve(target))).isPositive();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
