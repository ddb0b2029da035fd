package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.runtime.Worker;

/**
 * Archives that were to be stored here when the process was killed. The start has given them their
 * names; that they are here has still to be told. Touched on the hub's context.
 */
final class Interrupted {
  private final LocalAgent local;
  private final LocalDirectory directory;
  private final Worker worker;
  private final DeliveryJournal journal;
  private final Consumer<Delivered> delivered;

  Interrupted(
      LocalAgent local,
      LocalDirectory directory,
      Worker worker,
      DeliveryJournal journal,
      Consumer<Delivered> delivered) {
    this.local = local;
    this.directory = directory;
    this.worker = worker;
    this.journal = journal;
    this.delivered = delivered;
  }

  void settle() {
    for (Outgoing outgoing : List.copyOf(journal.all())) {
      outgoing.place().unnamed().ifPresent(name -> settle(outgoing, name));
    }
  }

  /** Whoever cannot be asked at the moment is asked at the next start. */
  private void settle(Outgoing outgoing, String partial) {
    String backupId = outgoing.backupId();
    local
        .stored(backupId)
        .onSuccess(file -> tell(outgoing))
        .<Boolean>map(true)
        .recover(
            failed ->
                failed instanceof BackupNotFoundException
                    ? worker.run(() -> !directory.isStillPartial(partial))
                    : Future.succeededFuture(false))
        .onSuccess(
            settled -> {
              if (settled) {
                DeliveryJournal.orLater(journal.stored(backupId));
              }
            });
  }

  private void tell(Outgoing outgoing) {
    boolean complete = !journal.isOwed(outgoing.backupId());
    delivered.accept(
        new Delivered(outgoing.backup(), LocalAgent.ID, outgoing.automatic(), complete));
  }
}
