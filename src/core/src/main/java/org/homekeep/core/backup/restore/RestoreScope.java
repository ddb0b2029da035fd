package org.homekeep.core.backup.restore;

import java.util.Locale;
import java.util.Set;
import org.homekeep.core.backup.archive.ArchiveMetadata;

/** What of the data a restore replaces. */
enum RestoreScope {
  EVERYTHING,
  ALL_BUT_DATABASE,
  DATABASE,
  /** Folders alone. */
  NOTHING;

  /** The history database of Home Assistant, with what SQLite keeps beside it. */
  private static final Set<String> DATABASE_FILES =
      Set.of(
          "home-assistant_v2.db",
          "home-assistant_v2.db-wal",
          "home-assistant_v2.db-shm",
          "home-assistant_v2.db-journal");

  static final String DATABASE_FILE = "home-assistant_v2.db";

  /** Whether an entry directly below the data directory is replaced. */
  boolean covers(String name) {
    return switch (this) {
      case EVERYTHING -> true;
      case ALL_BUT_DATABASE -> !DATABASE_FILES.contains(name);
      case DATABASE -> DATABASE_FILES.contains(name);
      case NOTHING -> false;
    };
  }

  /** Whether a path below the data directory is replaced. */
  boolean coversTopOf(String path) {
    return covers(UntouchedNames.topOf(path));
  }

  /** The same for a backup, which takes no database away when it has none. */
  RestoreScope of(ArchiveMetadata backup) {
    return this == EVERYTHING && !backup.databaseIncluded() ? ALL_BUT_DATABASE : this;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
