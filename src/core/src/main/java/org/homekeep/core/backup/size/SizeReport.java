package org.homekeep.core.backup.size;

import java.util.List;

/**
 * What a walk found.
 *
 * @param complete false when it ended early, so that there is more than it says
 * @param files that go into the backup
 * @param unreadable files and directories that could not be seen
 * @param largest the largest first
 * @param leftOut in the order of the patterns
 */
public record SizeReport(
    boolean complete,
    long totalBytes,
    long files,
    long unreadable,
    List<SizedPath> largest,
    List<LeftOut> leftOut) {
  public SizeReport {
    largest = List.copyOf(largest);
    leftOut = List.copyOf(leftOut);
  }

  /** What a pattern leaves out; a file counts for the one that decides. */
  public record LeftOut(String pattern, long bytes, long files) {}
}
