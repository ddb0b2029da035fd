package org.homekeep.core.backup.policy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.wire.WireException;

/** The one owner of these settings; touched on the hub's context alone. */
public final class PolicyStore {
  private static final int MOST_IDS = 10_000;

  private final Kept<PolicyDocument> document;

  private PolicyStore(Kept<PolicyDocument> document) {
    this.document = document;
  }

  /** Reads what is stored. */
  public static Future<PolicyStore> open(Storage storage) {
    return Kept.open(storage.open(PolicyCodec.KEY, new PolicyCodec()), PolicyDocument.EMPTY)
        .map(PolicyStore::new);
  }

  /** The settings in force. */
  public PolicyDocument document() {
    return document.get();
  }

  /** Changes generations; when the future succeeds, they are on the disk. */
  public Future<Void> update(JsonObject update) {
    return document.change(before -> PolicyUpdate.apply(before, update)).mapEmpty();
  }

  /** Keeps a backup from retention; when the future succeeds, that is on the disk. */
  public Future<Void> pin(String backupId) {
    return document.change(before -> withPin(before, backupId)).mapEmpty();
  }

  private static PolicyDocument withPin(PolicyDocument document, String backupId)
      throws WireException {
    if (document.pinned().size() >= MOST_IDS && !document.pinned().contains(backupId)) {
      throw new WireException(
          WireException.NOT_ALLOWED,
          "%d backups are pinned, and that is the most there can be.".formatted(MOST_IDS));
    }
    return document.withPin(backupId);
  }

  /** Leaves a backup to retention again. */
  public Future<Void> unpin(String backupId) {
    return document.change(before -> before.withoutPin(backupId)).mapEmpty();
  }

  /** Remembers that somebody uploaded a backup, which keeps it from retention. */
  public Future<Void> received(String backupId) {
    return document.change(before -> withReceived(before, backupId)).mapEmpty();
  }

  private static PolicyDocument withReceived(PolicyDocument document, String backupId) {
    PolicyDocument room =
        document.received().size() < MOST_IDS
            ? document
            // Nobody uploads so many by hand; the oldest of them is then judged like the others.
            : document.withoutReceived(document.received().iterator().next());
    return room.withReceived(backupId);
  }

  /** Forgets a backup that is gone everywhere. */
  public Future<Void> forget(String backupId) {
    return document.record(before -> before.without(backupId));
  }
}
