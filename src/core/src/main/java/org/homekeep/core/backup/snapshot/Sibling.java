package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A file that SQLite keeps beside a database. Others have such names, too; only what begins as
 * SQLite writes it, or is empty, is one.
 */
enum Sibling {
  /** What was written and is not in the database yet. */
  LOG("-wal", "377f068[23].*"),
  /** The index of the log, in either order of bytes; zeros before it is filled. */
  LOG_INDEX("-shm", "(18e22d00|002de218|0{16}).*"),
  /** What takes a write back; zeros once the write is done. */
  JOURNAL("-journal", "d9d505f920a163d7|0{16}");

  private static final int BEGINNING = 8;

  private final String suffix;
  private final String beginning;

  /**
   * A sibling.
   *
   * @param beginning matches the first bytes in hexadecimal
   */
  Sibling(String suffix, String beginning) {
    this.suffix = suffix;
    this.beginning = beginning;
  }

  /** Its place beside a database. */
  Path of(Path database) {
    return NativeNames.resolve(
        database.resolveSibling(""), NativeNames.nameOf(database).concat(suffix()));
  }

  /** What is appended to the name of a database. */
  RawText suffix() {
    return RawText.of(suffix);
  }

  /** Whether a file is what its name says; false when it is not there. */
  boolean isGenuine(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] start = in.readNBytes(BEGINNING);
      return start.length == 0 || HexFormat.of().formatHex(start).matches(beginning);
    }
  }

  /** Whether every name that SQLite would use beside a database is free or its own. */
  static boolean allGenuine(Path database) throws IOException {
    for (Sibling sibling : values()) {
      Path place = sibling.of(database);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !sibling.isGenuine(place)) {
        return false;
      }
    }
    return true;
  }
}
