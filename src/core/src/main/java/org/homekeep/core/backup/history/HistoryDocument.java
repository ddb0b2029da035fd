package org.homekeep.core.backup.history;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The runs that are remembered, the oldest first: immutable, at most {@link #MOST}. */
record HistoryDocument(List<Run> runs) {
  static final HistoryDocument EMPTY = new HistoryDocument(List.of());

  /** More than half a year of daily backups. */
  static final int MOST = 200;

  HistoryDocument {
    runs = List.copyOf(runs.subList(Math.max(0, runs.size() - MOST), runs.size()));
  }

  long nextNumber() {
    return runs.stream().mapToLong(Run::number).max().orElse(0) + 1;
  }

  HistoryDocument with(Run run) {
    return new HistoryDocument(Stream.concat(runs.stream(), Stream.of(run)).toList());
  }

  HistoryDocument changed(Predicate<Run> which, UnaryOperator<Run> change) {
    return new HistoryDocument(
        runs.stream().map(run -> which.test(run) ? change.apply(run) : run).toList());
  }
}
