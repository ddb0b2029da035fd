package org.homekeep.core.backup.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All records: immutable, at most {@link #MOST}. */
record LedgerDocument(Map<Key, CopyRecord> records) {
  static final LedgerDocument EMPTY = new LedgerDocument(Map.of());

  /** More copies than anybody keeps; what is forgotten is not verified any more, and stays. */
  static final int MOST = 5_000;

  /** A backup at a location. */
  record Key(String agentId, String backupId) {}

  LedgerDocument {
    records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
  }

  static LedgerDocument of(Collection<CopyRecord> all) {
    Map<Key, CopyRecord> byKey = new LinkedHashMap<>();
    all.forEach(record -> byKey.put(key(record), record));
    return new LedgerDocument(byKey);
  }

  private static Key key(CopyRecord record) {
    return new Key(record.agentId(), record.backupId());
  }

  Optional<CopyRecord> find(String agentId, String backupId) {
    return Optional.ofNullable(records.get(new Key(agentId, backupId)));
  }

  LedgerDocument with(CopyRecord record) {
    Map<Key, CopyRecord> changed = new LinkedHashMap<>(records);
    changed.put(key(record), record);
    if (changed.size() > MOST) {
      List<CopyRecord> oldestFirst =
          changed.values().stream().sorted(Comparator.comparing(CopyRecord::sent)).toList();
      oldestFirst.subList(0, changed.size() - MOST).forEach(old -> changed.remove(key(old)));
    }
    return new LedgerDocument(changed);
  }

  LedgerDocument without(Predicate<CopyRecord> gone) {
    Map<Key, CopyRecord> changed = new LinkedHashMap<>(records);
    changed.values().removeIf(gone);
    return new LedgerDocument(changed);
  }
}
