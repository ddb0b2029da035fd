package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where findings go: into a list, or straight up as the exception that they came from. */
sealed interface Findings {
  /** Takes a finding, or throws the failure behind it. */
  void add(Finding finding, IOException failure) throws IOException;

  /** Ends the reading at the first finding. */
  record Strict() implements Findings {
    @Override
    public void add(Finding finding, IOException failure) throws IOException {
      throw failure;
    }
  }

  /** Keeps the first thousand and counts all. */
  final class Collected implements Findings {
    private static final int MOST = 1_000;

    private final List<Finding> list = new ArrayList<>();
    private long count;

    @Override
    public void add(Finding finding, IOException failure) {
      count++;
      if (list.size() < MOST) {
        list.add(finding);
      }
    }

    List<Finding> list() {
      return list;
    }

    long count() {
      return count;
    }
  }
}
