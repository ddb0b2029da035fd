package org.homekeep.core.backup.archive.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads inputs again that a fuzzer found, without the fuzzer. */
public final class Replay {
  /** The targets of {@code fuzz/run.sh}, each with a directory in the corpus. */
  static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "FuzzArchive", FuzzArchive::fuzzerTestOneInput,
          "FuzzExtract", FuzzExtract::fuzzerTestOneInput,
          "FuzzGunzip", FuzzGunzip::fuzzerTestOneInput,
          "FuzzMetadata", FuzzMetadata::fuzzerTestOneInput,
          "FuzzSecureTar1", FuzzSecureTar1::fuzzerTestOneInput,
          "FuzzSecureTar2", FuzzSecureTar2::fuzzerTestOneInput,
          "FuzzSecureTar3", FuzzSecureTar3::fuzzerTestOneInput,
          "FuzzTar", FuzzTar::fuzzerTestOneInput,
          "FuzzTranscode", FuzzTranscode::fuzzerTestOneInput);

  private Replay() {}

  /** Takes the name of a target and a directory, and prints how many inputs that was. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("replayed: " + replay(arguments[0], Path.of(arguments[1])));
  }

  static int replay(String target, Path directory) throws IOException {
    Consumer<byte[]> entry = Objects.requireNonNull(TARGETS.get(target));
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> inputs = files.sorted().toList();
      for (Path input : inputs) {
        try {
          entry.accept(Files.readAllBytes(input));
        } catch (RuntimeException | Error finding) {
          throw new AssertionError("Input " + input, finding);
        }
      }
      return inputs.size();
    }
  }
}
