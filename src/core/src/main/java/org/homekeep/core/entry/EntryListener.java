package org.homekeep.core.entry;

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
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** An entry has changed; the view is how it is now, or was at last. */
  void changed(Change change, EntryView entry);
}
