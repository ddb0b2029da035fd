package org.homekeep.api.entry;

import java.util.function.UnaryOperator;

/**
 * One step from an older version of an entry's data to a newer one. The hub applies the steps one
 * after the other and stores the result before the entry is set up.
 *
 * @param from the version that the step reads
 * @param to the version that it makes
 * @param change a pure function; when it throws, nothing is stored and the entry stays as it was
 */
public record EntryMigration(
    EntryVersion from, EntryVersion to, UnaryOperator<StoredEntry> change) {
  public EntryMigration {
    if (to.compareTo(from) <= 0) {
      throw new IllegalArgumentException("A migration leads from " + from + " back to " + to);
    }
  }
}
