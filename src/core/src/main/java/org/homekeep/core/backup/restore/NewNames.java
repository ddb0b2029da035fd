package org.homekeep.core.backup.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.storage.AtomicFiles;

/**
 * The names of the new entries, on the disk before the first of them is moved: what is to be moved
 * back is told by it from what another program has made since.
 */
final class NewNames {
  private static final String FILE = "new.names";

  private NewNames() {}

  static void write(Path staging, List<Path> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Path entry : entries) {
      bytes.writeBytes(NativeNames.nameOf(entry).bytes());
      // The one byte that is in no name.
      bytes.write(0);
    }
    AtomicFiles.write(staging.resolve(FILE), bytes.toByteArray());
  }

  /** Whether a name is one of them; any may be when they were not written. */
  static Predicate<RawText> read(Path staging) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(staging.resolve(FILE));
    } catch (NoSuchFileException none) {
      return name -> true;
    }
    Set<RawText> names = new HashSet<>();
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        names.add(RawText.of(Arrays.copyOfRange(bytes, start, at)));
        start = at + 1;
      }
    }
    return names::contains;
  }
}
