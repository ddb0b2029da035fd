package org.homekeep.core.backup.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.homekeep.core.backup.agent.CopyId;

/** All records: immutable, at most {@link #MOST}. */
record LedgerDocument(Map<CopyId, CopyRecord> records) {
  static final LedgerDocument EMPTY = new LedgerDocument(Map.of());

  /** More copies than anybody keeps; what is forgotten is not verified any more, and stays. */
  static final int MOST = 5_000;

  LedgerDocument {
    records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
  }

  static LedgerDocument of(Collection<CopyRecord> all) {
    Map<CopyId, CopyRecord> byId = new LinkedHashMap<>();
    all.forEach(record -> byId.put(record.id(), record));
    return new LedgerDocument(byId);
  }

  Optional<CopyRecord> find(CopyId id) {
    return Optional.ofNullable(records.get(id));
  }

  LedgerDocument with(CopyRecord record) {
    Map<CopyId, CopyRecord> changed = new LinkedHashMap<>(records);
    changed.put(record.id(), record);
    if (changed.size() > MOST) {
      List<CopyRecord> oldestFirst =
          changed.values().stream().sorted(Comparator.comparing(CopyRecord::sent)).toList();
      oldestFirst.subList(0, changed.size() - MOST).forEach(old -> changed.remove(old.id()));
    }
    return new LedgerDocument(changed);
  }

  LedgerDocument without(Predicate<CopyRecord> gone) {
    Map<CopyId, CopyRecord> changed = new LinkedHashMap<>(records);
    changed.values().removeIf(gone);
    return new LedgerDocument(changed);
  }
}
