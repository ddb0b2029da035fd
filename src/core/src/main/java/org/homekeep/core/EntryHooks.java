package org.homekeep.core;

import java.util.List;
import org.homekeep.core.backup.hook.HookSource;
import org.homekeep.core.backup.hook.OfferedHooks;
import org.homekeep.core.entry.ConfigEntries;

/** The hooks that loaded config entries offer, as the backup manager wants to see them. */
record EntryHooks(ConfigEntries entries) implements HookSource {

  @Override
  public List<OfferedHooks> hooks() {
    return entries.loadedHooks(OfferedHooks::new);
  }
}
