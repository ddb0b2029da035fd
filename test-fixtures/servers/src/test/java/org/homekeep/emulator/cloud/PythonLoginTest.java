package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.emulator.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second opinion on SRP: a client in Python; skipped where there is none. */
class PythonLoginTest extends CloudTest {
  /** The one of the system. */
  private static final String PYTHON = "/usr/bin/python3";

  @Test
  void a_client_in_another_language_logs_in(@TempDir Path files) throws IOException {
    assumeTrue(Program.isThere(PYTHON, "-c", "import hashlib"), "python3 is not installed");
    Path script = files.resolve("srp_login.py");
    try (InputStream source = PythonLoginTest.class.getResourceAsStream("srp_login.py")) {
      Files.copy(source, script);
    }
    Program python =
        new Program(
            List.of(PYTHON, script.toString()),
            Map.of("PYTHONUTF8", "1", "LC_ALL", "C.UTF-8"),
            files);

    String output =
        python.must(
            fixture.emulator.url(),
            Users.FIRST,
            CloudFixture.PASSWORD,
            CloudFixture.PASSWORD + "x");

    assertThat(output).isEqualTo("all is well\n");
  }
}
