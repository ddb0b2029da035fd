package org.homekeep.core.backup.policy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.homekeep.core.storage.DamagedDocumentException;
import org.homekeep.core.storage.DocumentFiles;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one owner of these settings; touched on the hub's context alone. */
public final class PolicyStore {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);
  private static final int MOST_IDS = 10_000;

  private final Kept<PolicyDocument> document;

  private PolicyStore(Kept<PolicyDocument> document) {
    this.document = document;
  }

  /** Reads what is stored. */
  public static Future<PolicyStore> open(Storage storage) {
    return Kept.open(storage.open(PolicyCodec.KEY, new PolicyCodec()), PolicyDocument.EMPTY)
        .map(
            document -> {
              PolicyStore opened = new PolicyStore(document);
              if (document.wasDamaged()) {
                opened.doubt();
              }
              return opened;
            });
  }

  /**
   * Puts into the document that a restore brings what it must not take back: a backup that was
   * pinned or uploaded since stays so. Generations are those of the backup. Blocking.
   */
  public static void carry(DocumentFiles own, DocumentFiles restored) throws IOException {
    PolicyDocument before = read(restored);
    PolicyDocument after = before.with(read(own));
    if (!after.equals(before)) {
      restored.write(PolicyCodec.KEY, new PolicyCodec(), after);
    }
  }

  private static PolicyDocument read(DocumentFiles documents) throws IOException {
    try {
      return documents.read(PolicyCodec.KEY, new PolicyCodec()).orElse(PolicyDocument.EMPTY);
    } catch (DamagedDocumentException damaged) {
      LOG.atError().setCause(damaged).log("Pins and uploads cannot be read for a restore");
      return PolicyDocument.EMPTY.with(true);
    }
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

  /** Settings may be missing: from now on nothing is deleted until somebody has seen to them. */
  public void doubt() {
    document
        .record(before -> before.with(true))
        .onFailure(
            why -> LOG.atWarn().setCause(why).log("That settings are in doubt is not noted yet"));
  }

  /** Somebody has seen to the settings. */
  public Future<Void> trust() {
    return document.change(before -> before.with(false)).mapEmpty();
  }

  /** Somebody has said that backups which are in doubt hold the home as it is. */
  public Future<Void> confirm(Set<String> backupIds) {
    return document.change(before -> withConfirmed(before, backupIds)).mapEmpty();
  }

  private static PolicyDocument withConfirmed(PolicyDocument document, Set<String> backupIds) {
    List<String> all = new ArrayList<>(document.confirmed());
    backupIds.stream().filter(each -> !document.confirmed().contains(each)).forEach(all::add);
    // The newest are those that others are compared with.
    List<String> newest = all.subList(Math.max(0, all.size() - MOST_IDS), all.size());
    return document.withConfirmed(new LinkedHashSet<>(newest));
  }

  /** Forgets a backup that is gone everywhere. */
  public Future<Void> forget(String backupId) {
    return document.record(before -> before.without(backupId));
  }
}
