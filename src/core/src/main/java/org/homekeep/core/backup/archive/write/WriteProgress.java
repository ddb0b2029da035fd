package org.homekeep.core.backup.archive.write;

import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveObserver;

/** Counts and collects while an archive is written, and asks whether to go on. */
final class WriteProgress {
  private static final int MAX_WARNINGS = 1_000;

  private final ArchiveObserver observer;
  private final List<String> warnings = new ArrayList<>();
  private long bytes;
  private long files;

  WriteProgress(ArchiveObserver observer) {
    this.observer = observer;
  }

  void checkCancelled() throws ArchiveException {
    if (observer.isCancelled()) {
      throw new ArchiveException.Cancelled("Writing the archive was stopped.");
    }
  }

  void read(long count) throws ArchiveException {
    bytes += count;
    observer.progressed(bytes);
    checkCancelled();
  }

  void added() {
    files++;
  }

  void warn(String sentence) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(sentence);
    }
  }

  WrittenArchive result(long size) {
    return new WrittenArchive(size, bytes, files, warnings);
  }
}
