package org.homekeep.core.backup.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file systems behind directories. */
interface Disks {
  /** What two directories of one file system have in common. */
  Object of(Path directory) throws IOException;

  /** How many bytes can be written there. */
  long free(Path directory) throws IOException;

  /** Those of this machine; a directory that is not there yet is on that of its parent. */
  static Disks ofThisMachine() {
    return new Disks() {
      @Override
      public Object of(Path directory) throws IOException {
        return Files.getAttribute(existing(directory), "unix:dev");
      }

      @Override
      public long free(Path directory) throws IOException {
        return Files.getFileStore(existing(directory)).getUsableSpace();
      }

      private Path existing(Path directory) {
        Path parent = directory.toAbsolutePath().getParent();
        return Files.exists(directory) || parent == null ? directory : existing(parent);
      }
    };
  }
}
