package org.homekeep.emulator.b2;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An emulator of its own for each test, and a session of its master key. */
abstract class EmulatorTest {
  static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  Fixture fixture;
  Fixture.Session session;

  @BeforeEach
  void start() {
    fixture = Fixture.in(directory);
    session = fixture.master();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }
}
