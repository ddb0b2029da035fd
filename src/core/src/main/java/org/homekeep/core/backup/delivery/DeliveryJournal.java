package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which copies are still owed, on the disk before the first byte of them is sent. Touched on the
 * hub's context.
 *
 * <p>What somebody asks for is in force when it is on the disk, or not at all. What has happened
 * counts at once; its future succeeds when it is on the disk.
 */
public final class DeliveryJournal {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryJournal.class);

  private final Kept<DeliveryDocument> document;
  private Runnable givenUpListener = () -> {};

  private DeliveryJournal(Kept<DeliveryDocument> document) {
    this.document = document;
  }

  /** Reads what the last run left. */
  public static Future<DeliveryJournal> open(Storage storage) {
    return Kept.open(storage.open(DeliveryCodec.KEY, new DeliveryCodec()), DeliveryDocument.EMPTY)
        .map(DeliveryJournal::new);
  }

  /**
   * The names of the temporary files that it takes care of: those that are waited for, and those
   * that go.
   */
  public Set<String> files() {
    Set<String> files = new HashSet<>(owedFiles());
    for (String name : released()) {
      files.add(name);
      files.add(ReleasedFiles.emptied(name));
    }
    return files;
  }

  /** The names of the temporary files that somebody waits for. */
  Set<String> owedFiles() {
    return document.get().files();
  }

  /**
   * The names of the temporary files that nobody waits for any more, and that may still be there.
   */
  List<String> released() {
    return document.get().released();
  }

  /** Nobody waits for the archives in these temporary files. */
  Future<Void> release(Collection<String> files) {
    return record(before -> before.withoutFiles(files));
  }

  /** Temporary files are gone. */
  Future<Void> deleted(Collection<String> files) {
    return record(before -> before.deleted(files));
  }

  /** What has happened. */
  private Future<Void> record(UnaryOperator<DeliveryDocument> change) {
    return document.record(before -> change.apply(before).after(before));
  }

  /** What somebody asks for. */
  private Future<Void> ask(UnaryOperator<DeliveryDocument> change) {
    return document.change(before -> change.apply(before).after(before)).mapEmpty();
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
    return document.get().outgoing();
  }

  /** Whether the location of a copy is owed none at all. */
  boolean owesNothing(CopyId copy) {
    return all().stream().flatMap(Outgoing::copies).noneMatch(copy::isSameLocation);
  }

  Optional<Outgoing> find(String backupId) {
    return document.get().find(backupId);
  }

  /** Whether a location waits for a copy. */
  boolean isOwed(String backupId) {
    return find(backupId).filter(outgoing -> !outgoing.waiting().isEmpty()).isPresent();
  }

  Optional<Waiting> find(CopyId copy) {
    return document.get().find(copy);
  }

  /** An archive was made, and copies of it are owed besides those that were. */
  Future<Void> begin(Outgoing outgoing) {
    return record(before -> before.with(outgoing));
  }

  /** Somebody asks for copies of an archive besides those that are owed. */
  Future<Void> ask(Outgoing outgoing) {
    return ask(before -> before.with(outgoing));
  }

  /** A location has its copy. */
  Future<Void> settle(CopyId copy) {
    return change(copy.backupId(), outgoing -> outgoing.without(copy.agentId()));
  }

  /** Hears when there is more to clean up. */
  void onGivenUp(Runnable listener) {
    givenUpListener = listener;
  }

  /** A location is not to get its copy; what it has of it already is to be cleaned up. */
  Future<Void> giveUp(CopyId copy) {
    return giveUp(before -> before.givingUp(copy));
  }

  /** Copies are not owed any more, for whatever reason. */
  Future<Void> giveUp(UnaryOperator<DeliveryDocument> change) {
    return record(change).onComplete(done -> givenUpListener.run());
  }

  /** Somebody does not want copies that are owed. */
  Future<Void> cancel(UnaryOperator<DeliveryDocument> change) {
    return ask(change).onSuccess(done -> givenUpListener.run());
  }

  /** An upload has come so far that another attempt can go on with it. */
  Future<Void> keep(CopyId copy, Unfinished upload) {
    return find(copy).isEmpty()
        ? Future.failedFuture(new DeliveryCancelledException())
        : orLater(change(copy, waiting -> waiting.with(Optional.of(upload))));
  }

  /** No attempt can go on with what was begun; the copy is still owed. */
  Future<Void> beginAnew(CopyId copy) {
    return giveUp(before -> before.beginningAnew(copy));
  }

  /** What locations still have to clean up, the oldest first. */
  List<GivenUp> givenUp() {
    return document.get().givenUp();
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
    return record(before -> before.without(cleaned::contains));
  }

  /** An archive needs no name of its own here any more: it has one, or never gets one. */
  Future<Void> stored(String backupId) {
    return change(backupId, Outgoing::stored);
  }

  /** Something about an owed copy has changed. */
  Future<Void> change(CopyId copy, UnaryOperator<Waiting> change) {
    return change(copy.backupId(), outgoing -> outgoing.change(copy.agentId(), change));
  }

  private Future<Void> change(String backupId, UnaryOperator<Outgoing> change) {
    return record(before -> before.change(backupId, change));
  }

  /** Succeeds when everything is on the disk. */
  Future<Void> flush() {
    return document.flush();
  }

  /** The store tries again by itself; a full disk must not keep a copy from being sent. */
  static Future<Void> orLater(Future<Void> saved) {
    return saved.recover(
        notWritten -> {
          LOG.atError().setCause(notWritten).log("The journal of deliveries is not written yet");
          return Future.succeededFuture();
        });
  }
}
