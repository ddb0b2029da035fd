package org.homekeep.core.entry;

import java.util.Locale;

/** Hears of every change of a config entry. Called on the hub's context. */
@FunctionalInterface
public interface EntryListener {

  /** What happened to an entry. */
  enum Change {
    ADDED,
    UPDATED,
    REMOVED;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entry has changed; the view is how it is now, or was at last. */
  void changed(Change change, EntryView entry);
}
