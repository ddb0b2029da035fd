package org.homekeep.core.integration.custom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose code is being made at the moment, on the disk: code may end the whole process, and the next
 * start must know whose that was. A mark counts as long as the files are what they were.
 */
final class LoadingMarks {
  private static final Logger LOG = LoggerFactory.getLogger(LoadingMarks.class);

  private final Path directory;

  LoadingMarks(Path directory) {
    this.directory = directory;
  }

  /** Those of the files whose mark was left behind: the process ended while one of them ran. */
  List<PackageFiles> left(List<PackageFiles> all) {
    return all.stream().filter(this::isLeft).toList();
  }

  private boolean isLeft(PackageFiles files) {
    try {
      Path mark = directory.resolve(files.name());
      return Files.isRegularFile(mark) && Files.readString(mark).equals(files.fingerprint());
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Before the code of some files is run. */
  void begin(PackageFiles files) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(files.name()), files.fingerprint());
    } catch (IOException notWritten) {
      LOG.atWarn()
          .addKeyValue("file", files.name())
          .setCause(notWritten)
          .log("If this integration ends the process, nobody will know that it did");
    }
  }

  /** After it has come to an end, or was given up. */
  void end(PackageFiles files) {
    try {
      Files.deleteIfExists(directory.resolve(files.name()));
    } catch (IOException kept) {
      LOG.atWarn()
          .addKeyValue("file", files.name())
          .setCause(kept)
          .log("The mark of an integration cannot be deleted; the next start may leave it out");
    }
  }
}
