package org.homekeep.core.entry;

import java.util.Locale;

/** Where a config entry is in its life (framework.md §3.3). */
public enum EntryState {
  NOT_LOADED(true),
  SETUP_IN_PROGRESS(false),
  LOADED(true),
  SETUP_ERROR(true),
  SETUP_RETRY(true),
  MIGRATION_ERROR(false),
  UNLOAD_IN_PROGRESS(false),
  FAILED_UNLOAD(false);

  private final boolean recoverable;

  EntryState(boolean recoverable) {
    this.recoverable = recoverable;
  }

  /** Whether the entry can be unloaded and reloaded. */
  public boolean recoverable() {
    return recoverable;
  }

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
