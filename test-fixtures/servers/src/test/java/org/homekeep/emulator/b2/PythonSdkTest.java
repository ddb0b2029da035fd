package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Backblaze's library for Python makes of the emulator, which is what Home Assistant talks to
 * B2 with; skipped where it is not installed.
 */
class PythonSdkTest {
  /** The one that the system's packages are for. */
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir Path directory;

  @Test
  void each_call_of_the_library_does_what_it_says() throws IOException {
    assumeTrue(Program.isThere(PYTHON, "-c", "import b2sdk.v2"), "python3-b2sdk is not installed");
    Path script = directory.resolve("calls.py");
    try (InputStream source = PythonSdkTest.class.getResourceAsStream("b2sdk_calls.py")) {
      Files.copy(source, script);
    }
    Path files = Files.createDirectory(directory.resolve("files"));
    try (Fixture fixture =
        Fixture.with(
            WatchedVertx.create(),
            B2EmulatorOptions.in(directory.resolve("b2")).firstBucket(Fixture.BUCKET))) {
      Program python =
          new Program(List.of(PYTHON, script.toString()), Map.of("PYTHONUTF8", "1"), directory);

      String output =
          python.must(
              fixture.emulator.url(),
              fixture.emulator.keyId(),
              fixture.emulator.applicationKey(),
              Fixture.BUCKET,
              files.toString());

      assertThat(output).endsWith("all is well\n");
    }
  }
}
