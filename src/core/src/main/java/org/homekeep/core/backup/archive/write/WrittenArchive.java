package org.homekeep.core.backup.archive.write;

import java.util.List;

/**
 * What was written.
 *
 * @param size bytes of the archive
 * @param plaintextSize bytes of the files in it
 * @param fileCount files, directories and links in it
 * @param warnings sentences about what is not in the archive as it was on disk; the first thousand
 */
public record WrittenArchive(long size, long plaintextSize, long fileCount, List<String> warnings) {
  public WrittenArchive {
    warnings = List.copyOf(warnings);
  }
}
