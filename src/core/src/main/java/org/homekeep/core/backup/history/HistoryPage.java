package org.homekeep.core.backup.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some runs.
 *
 * @param runs newest first
 * @param next where the next page begins; empty when there is none
 */
public record HistoryPage(List<Run> runs, OptionalLong next) {
  public HistoryPage {
    runs = List.copyOf(runs);
  }
}
