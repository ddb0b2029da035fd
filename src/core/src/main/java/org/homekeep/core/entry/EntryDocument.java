package org.homekeep.core.entry;

import java.util.List;

/**
 * What {@code core.config_entries} holds.
 *
 * @param unreadable entries that cannot be understood, as JSON, kept letter by letter: one bad
 *     entry must not take the others with it (framework.md §14.3)
 */
record EntryDocument(List<EntryRecord> entries, List<String> unreadable) {
  static final EntryDocument EMPTY = new EntryDocument(List.of(), List.of());

  EntryDocument {
    entries = List.copyOf(entries);
    unreadable = List.copyOf(unreadable);
  }
}
