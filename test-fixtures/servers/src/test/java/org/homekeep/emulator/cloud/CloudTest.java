package org.homekeep.emulator.cloud;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An emulator of its own for each test, and a session of its first user. */
abstract class CloudTest {
  static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  static final String KEY = CloudFixture.KEY;

  @TempDir Path directory;
  CloudFixture fixture;
  CloudFixture.Session session;

  @BeforeEach
  void start() {
    fixture = CloudFixture.in(directory);
    session = fixture.session();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }
}
