package org.homekeep.integrations.backblazeb2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;

/**
 * What a listing of the folder found.
 *
 * @param backups by backup id, in the order of the objects' names
 * @param orphans sidecars whose archive is gone, by backup id: a deletion that did not end
 * @param sidecars everything that was ever read, by file id; empty for what is no sidecar
 * @param complete whether every sidecar could be read
 */
record Snapshot(
    Map<String, StoredBackup> backups,
    Map<String, ObjectRef> orphans,
    Map<String, Optional<AgentBackup>> sidecars,
    boolean complete) {

  static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), false);

  Snapshot {
    backups = Collections.unmodifiableMap(new LinkedHashMap<>(backups));
    orphans = Map.copyOf(orphans);
    sidecars = Map.copyOf(sidecars);
  }
}
