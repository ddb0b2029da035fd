package org.homekeep.core.backup.manager;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with two locations in memory. */
abstract class KeepingHubTest {
  Path directory;
  KeepingHub home;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    home = new KeepingHub(temporary);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }
}
