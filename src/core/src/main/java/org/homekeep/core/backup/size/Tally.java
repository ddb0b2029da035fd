package org.homekeep.core.backup.size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What walks have found so far. Its memory is bounded by how many paths are told. */
final class Tally {
  private static final Comparator<SizedPath> BY_SIZE =
      Comparator.comparingLong(SizedPath::bytes)
          .thenComparing(SizedPath::part, Comparator.reverseOrder())
          .thenComparing(SizedPath::path, Comparator.reverseOrder());

  private final int most;
  private final List<String> patterns;
  private final long[] leftOutBytes;
  private final long[] leftOutFiles;
  private final PriorityQueue<SizedPath> largest = new PriorityQueue<>(BY_SIZE);
  private long totalBytes;
  private long files;
  private long unreadable;

  Tally(int most, List<String> patterns) {
    this.most = most;
    this.patterns = patterns;
    this.leftOutBytes = new long[patterns.size()];
    this.leftOutFiles = new long[patterns.size()];
  }

  void file(long bytes) {
    totalBytes += bytes;
    files++;
  }

  void leftOut(int pattern, long bytes) {
    leftOutBytes[pattern] += bytes;
    leftOutFiles[pattern]++;
  }

  void unreadable() {
    unreadable++;
  }

  void candidate(SizedPath path) {
    largest.add(path);
    if (largest.size() > most) {
      largest.remove();
    }
  }

  SizeReport report(boolean complete) {
    List<SizeReport.LeftOut> leftOut = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      leftOut.add(new SizeReport.LeftOut(patterns.get(i), leftOutBytes[i], leftOutFiles[i]));
    }
    List<SizedPath> sorted = largest.stream().sorted(BY_SIZE.reversed()).toList();
    return new SizeReport(complete, totalBytes, files, unreadable, sorted, leftOut);
  }
}
