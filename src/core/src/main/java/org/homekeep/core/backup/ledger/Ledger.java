package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;

/** The one owner of what is known of copies; touched on the hub's context alone. */
public final class Ledger {
  private final Store<LedgerDocument> store;
  private LedgerDocument document;

  private Ledger(Store<LedgerDocument> store, LedgerDocument document) {
    this.store = store;
    this.document = document;
  }

  /** Reads what is stored. */
  public static Future<Ledger> open(Storage storage) {
    Store<LedgerDocument> store = storage.open(LedgerCodec.KEY, new LedgerCodec());
    return store.load().map(loaded -> new Ledger(store, loaded.orElse(LedgerDocument.EMPTY)));
  }

  /**
   * How a copy was verified.
   *
   * @param listed as the location lists it now; a copy of another size is not the one that was
   *     verified
   */
  public Optional<Verification> verification(String agentId, AgentBackup listed) {
    return document
        .find(new CopyId(listed.backupId(), agentId))
        .filter(record -> record.digests().size() == listed.size())
        .flatMap(CopyRecord::verification);
  }

  /** What was found wrong with a copy. */
  public Optional<Damage> damage(CopyId id) {
    return find(id).flatMap(CopyRecord::damage);
  }

  /** Whether another copy at the same location is known to be damaged. */
  boolean hasOtherDamage(CopyId id) {
    return document.records().values().stream()
        .anyMatch(
            record ->
                record.agentId().equals(id.agentId())
                    && !record.id().equals(id)
                    && record.damage().isPresent());
  }

  /** The copies that were sent and of which nobody knows whether they arrived so. */
  public List<CopyRecord> unexamined() {
    return document.records().values().stream()
        .filter(record -> record.finding().isEmpty())
        .toList();
  }

  /** With which size a copy was verified; empty when it was not. */
  public OptionalLong verifiedSize(CopyId id) {
    return find(id)
        .filter(record -> record.verification().isPresent())
        .map(record -> OptionalLong.of(record.digests().size()))
        .orElseGet(OptionalLong::empty);
  }

  /**
   * When the newest copy was sent to a location that was found whole there. Copies that are gone
   * count no more.
   */
  public Optional<Instant> lastWhole(String agentId) {
    return document.records().values().stream()
        .filter(record -> record.agentId().equals(agentId) && record.verification().isPresent())
        .map(CopyRecord::sent)
        .max(Comparator.naturalOrder());
  }

  /** The bytes that were sent as a copy; empty when nobody knows of it. */
  public Optional<Digests> sent(CopyId id) {
    return find(id).map(CopyRecord::digests);
  }

  /** The ids of the locations that took a copy of which no damage is known. */
  public Set<String> holders(String backupId) {
    return document.records().values().stream()
        .filter(record -> record.backupId().equals(backupId) && record.damage().isEmpty())
        .map(CopyRecord::agentId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ids of the backups of which some location has a copy that was verified. */
  public Set<String> verifiedBackups() {
    return document.records().values().stream()
        .filter(record -> record.verification().isPresent())
        .map(CopyRecord::backupId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is known of a copy. */
  Optional<CopyRecord> find(CopyId id) {
    return document.find(id);
  }

  /** Remembers a copy in place of what was known of it, and writes that. */
  Future<Void> remember(CopyRecord record) {
    document = document.with(record);
    return store.save(document);
  }

  /** Forgets a copy that is gone, and writes that. */
  public Future<Void> forget(CopyId id) {
    return without(document.without(record -> record.id().equals(id)));
  }

  /**
   * Forgets the copies that a location does not have any more, and writes that.
   *
   * @param listed the ids of all that it has
   * @param asked when it was asked; what was sent since then may be there
   */
  public Future<Void> keepOnly(String agentId, Set<String> listed, Instant asked) {
    return without(
        document.without(
            record ->
                record.agentId().equals(agentId)
                    && !listed.contains(record.backupId())
                    && record.sent().isBefore(asked)));
  }

  private Future<Void> without(LedgerDocument changed) {
    if (changed.records().size() == document.records().size()) {
      return Future.succeededFuture();
    }
    document = changed;
    return store.save(document);
  }
}
