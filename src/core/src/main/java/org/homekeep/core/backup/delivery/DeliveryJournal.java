package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which copies are still owed, on the disk before the first byte of them is sent. Touched on the
 * hub's context. Changes count at once; when a future succeeds, they are on the disk.
 */
public final class DeliveryJournal {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryJournal.class);

  private final Store<DeliveryDocument> store;
  private DeliveryDocument document;
  private Runnable givenUpListener = () -> {};

  private DeliveryJournal(Store<DeliveryDocument> store, DeliveryDocument document) {
    this.store = store;
    this.document = document;
  }

  /** Reads what the last run left. */
  public static Future<DeliveryJournal> open(Storage storage) {
    Store<DeliveryDocument> store = storage.open(DeliveryCodec.KEY, new DeliveryCodec());
    return store
        .load()
        .map(loaded -> new DeliveryJournal(store, loaded.orElse(DeliveryDocument.EMPTY)));
  }

  /** The names of the temporary files that are still needed. */
  public Set<String> files() {
    return all().stream()
        .flatMap(each -> each.place().temporary().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Finished archives in the backup directory that may not have got their own names yet.
   *
   * @return name → backup
   */
  public Map<String, AgentBackup> partials() {
    return all().stream()
        .filter(each -> each.place().unnamed().isPresent())
        .collect(
            Collectors.toMap(
                each -> each.place().unnamed().orElseThrow(),
                Outgoing::backup,
                (first, second) -> second));
  }

  /** The archives that lie among the temporary files because locations wait for them. */
  public List<LocalAgent.Unsent> unsent(Path temporary) {
    return all().stream()
        .flatMap(
            each ->
                each.place().temporary().stream()
                    .map(name -> new LocalAgent.Unsent(each.backup(), temporary.resolve(name))))
        .toList();
  }

  List<Outgoing> all() {
    return document.outgoing();
  }

  Optional<Outgoing> find(String backupId) {
    return document.find(backupId);
  }

  /** Whether a location waits for a copy. */
  boolean isOwed(String backupId) {
    return find(backupId).filter(outgoing -> !outgoing.waiting().isEmpty()).isPresent();
  }

  Optional<Waiting> find(Slot slot) {
    return find(slot.backupId()).flatMap(outgoing -> outgoing.waitingFor(slot.agentId()));
  }

  /** An archive is there and copies of it are owed; replaces what was owed of this backup. */
  Future<Void> begin(Outgoing outgoing) {
    return save(document.with(outgoing));
  }

  /** A location has its copy. */
  Future<Void> settle(Slot slot) {
    return change(slot.backupId(), outgoing -> outgoing.without(slot.agentId()));
  }

  /** Hears when there is more to clean up. */
  void onGivenUp(Runnable listener) {
    givenUpListener = listener;
  }

  /** A location is not to get its copy; what it has of it already is to be cleaned up. */
  Future<Void> giveUp(Slot slot) {
    return save(document
            .givingUp(slot)
            .change(slot.backupId(), outgoing -> outgoing.without(slot.agentId())))
        .onComplete(done -> givenUpListener.run());
  }

  /** A location is not to get its copy, and another one is. */
  Future<Void> giveUp(Slot slot, Waiting other) {
    return save(document
            .givingUp(slot)
            .change(slot.backupId(), outgoing -> outgoing.instead(slot.agentId(), other)))
        .onComplete(done -> givenUpListener.run());
  }

  /** An upload has come so far that another attempt can go on with it. */
  Future<Void> keep(Slot slot, Unfinished upload) {
    return find(slot).isEmpty()
        ? Future.failedFuture(new DeliveryCancelledException())
        : orLater(change(slot, waiting -> waiting.with(Optional.of(upload))));
  }

  /** No attempt can go on with what was begun; the copy is still owed. */
  Future<Void> beginAnew(Slot slot) {
    return save(document.givingUp(slot)).onComplete(done -> givenUpListener.run());
  }

  /** What locations still have to clean up, the oldest first. */
  List<GivenUp> givenUp() {
    return document.givenUp();
  }

  /** What attempts at this location can go on with. */
  Set<String> unfinished(String agentId) {
    return all().stream()
        .flatMap(outgoing -> outgoing.waitingFor(agentId).stream())
        .flatMap(waiting -> waiting.unfinished().stream())
        .map(Unfinished::note)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A location has cleaned up, or never will. */
  Future<Void> cleaned(Collection<GivenUp> cleaned) {
    return save(document.without(cleaned::contains));
  }

  /** An archive needs no name of its own here any more: it has one, or never gets one. */
  Future<Void> stored(String backupId) {
    return change(backupId, Outgoing::stored);
  }

  /** Something about an owed copy has changed. */
  Future<Void> change(Slot slot, UnaryOperator<Waiting> change) {
    return change(slot.backupId(), outgoing -> outgoing.change(slot.agentId(), change));
  }

  private Future<Void> change(String backupId, UnaryOperator<Outgoing> change) {
    return save(document.change(backupId, change));
  }

  /** The store tries again by itself; a full disk must not keep a copy from being sent. */
  static Future<Void> orLater(Future<Void> saved) {
    return saved.recover(
        notWritten -> {
          LOG.atError().setCause(notWritten).log("The journal of deliveries is not written yet");
          return Future.succeededFuture();
        });
  }

  private Future<Void> save(DeliveryDocument changed) {
    if (changed.equals(document)) {
      // The save before may have failed.
      return store.flush();
    }
    document = changed;
    return store.save(changed);
  }
}
