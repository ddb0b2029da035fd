package org.homekeep.core.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void a_directory_is_claimed_once() throws Exception {
    try (DirectoryLock first = DirectoryLock.claim(directory)) {
      assertThatThrownBy(() -> DirectoryLock.claim(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("Another Homekeep is running on " + directory)
          .hasMessageContaining("--config");
    }
  }

  @Test
  void a_directory_that_was_given_back_can_be_claimed_again() throws Exception {
    DirectoryLock.claim(directory).close();

    assertThatCode(() -> DirectoryLock.claim(directory).close()).doesNotThrowAnyException();
  }
}
