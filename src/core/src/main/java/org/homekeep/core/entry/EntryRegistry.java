package org.homekeep.core.entry;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All config entries, in memory and on the disk, and who hears of them. Used on the hub's context.
 *
 * <p>What cannot be written is undone, and what was before is written later.
 */
final class EntryRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(EntryRegistry.class);
  private static final Duration SAVE_AGAIN = Duration.ofSeconds(1);

  private final Store<EntryDocument> store;
  private final Map<String, ManagedEntry> entries = new LinkedHashMap<>();

  /** Nobody sees them any more, and they are on the disk until what they leave is taken away. */
  private final Map<String, ManagedEntry> leaving = new LinkedHashMap<>();

  private final List<EntryListener> listeners = new ArrayList<>();
  private final List<Consumer<String>> stateListeners = new ArrayList<>();
  private List<String> unreadable = List.of();

  EntryRegistry(Storage storage) {
    this.store = storage.open(HubDocuments.ENTRIES, new EntryCodec());
  }

  /** Reads the stored entries. What cannot be understood is kept for later versions. */
  Future<List<EntryRecord>> load() {
    return store
        .load()
        .map(
            stored -> {
              EntryDocument document = stored.orElse(EntryDocument.EMPTY);
              unreadable = document.unreadable();
              if (!unreadable.isEmpty()) {
                LOG.atError()
                    .addKeyValue("entries", unreadable.size())
                    .log("Some config entries cannot be understood; they are kept and not used");
              }
              return document.entries();
            });
  }

  void put(ManagedEntry entry) {
    leaving.remove(entry.record().entryId());
    entries.put(entry.record().entryId(), entry);
  }

  /** It will be removed. */
  void leave(ManagedEntry entry) {
    entries.remove(entry.record().entryId());
    leaving.put(entry.record().entryId(), entry);
  }

  void remove(String entryId) {
    entries.remove(entryId);
    leaving.remove(entryId);
  }

  /** Whether an entry of a domain is being removed, and may be there again after a restart. */
  boolean isLeaving(String domain) {
    return leaving.values().stream().anyMatch(entry -> entry.record().domain().equals(domain));
  }

  /** All entries, oldest first. */
  List<ManagedEntry> all() {
    return List.copyOf(entries.values());
  }

  Optional<ManagedEntry> find(String entryId) {
    return Optional.ofNullable(entries.get(entryId));
  }

  /** How many entries are kept that nobody understands. */
  int unreadable() {
    return unreadable.size();
  }

  /** Writes all entries. */
  Future<Void> save(Runnable undo) {
    return store
        .save(document())
        .onFailure(
            notSaved -> {
              undo.run();
              store.saveLater(document(), SAVE_AGAIN);
            })
        .recover(notSaved -> Future.failedFuture(EntryException.notSaved(notSaved)));
  }

  /**
   * Changes an entry, writes it, and tells everyone when it is on the disk; what cannot be written
   * is undone.
   */
  Future<Void> change(ManagedEntry entry, UnaryOperator<EntryRecord> change) {
    EntryRecord before = entry.record();
    entry.record(change.apply(before));
    return save(() -> entry.record(before))
        .onSuccess(saved -> tell(EntryListener.Change.UPDATED, entry));
  }

  private EntryDocument document() {
    return new EntryDocument(
        Stream.concat(entries.values().stream(), leaving.values().stream())
            .map(ManagedEntry::record)
            .toList(),
        unreadable);
  }

  Cancellable listen(EntryListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  Cancellable onStateChange(Consumer<String> listener) {
    stateListeners.add(listener);
    return () -> stateListeners.remove(listener);
  }

  void tell(EntryListener.Change change, ManagedEntry entry) {
    EntryView view = entry.view();
    List.copyOf(listeners).forEach(listener -> guarded(() -> listener.changed(change, view)));
  }

  void tellState(String domain) {
    List.copyOf(stateListeners).forEach(listener -> guarded(() -> listener.accept(domain)));
  }

  /** Whoever listens must not be able to stop an entry halfway. */
  private static void guarded(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException failed) {
      LOG.atError().setCause(failed).log("A listener of config entries failed");
    }
  }
}
