package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.agent.Transfers;
import org.homekeep.core.backup.audit.Actor;
import org.homekeep.core.backup.audit.AuditEntry;
import org.homekeep.core.backup.audit.AuditLog;

/** Deletes copies that arrived as something else than what was sent, if they are this hub's own. */
public final class DamagedCopies {
  private final Transfers transfers;
  private final AuditLog audit;
  private final String instanceId;

  /**
   * Deletes nothing yet.
   *
   * @param instanceId of this hub; copies of other hubs are never deleted
   */
  public DamagedCopies(Transfers transfers, AuditLog audit, String instanceId) {
    this.transfers = transfers;
    this.audit = audit;
    this.instanceId = instanceId;
  }

  boolean isOurs(AgentBackup backup) {
    return instanceId.equals(backup.extraMetadata().get("instance_id"));
  }

  /**
   * Deletes a copy that has just arrived. What a location does of that after nobody waits any more
   * is in the log as well, and another copy is uploaded after it.
   *
   * @return what became of it, as a sentence for people
   */
  Future<String> delete(BackupAgent agent, AgentBackup sent, String why) {
    AuditEntry entry =
        new AuditEntry(
            AuditEntry.Step.DELETING,
            CopyId.of(sent.backupId(), agent),
            Actor.DELIVERY,
            "not_as_sent",
            why);
    return audit
        .append(List.of(entry))
        .compose(
            logged -> {
              AgentCalls.Ongoing<Void> deletion = transfers.delete(agent, sent.backupId());
              Future<Void> gone = unlessAbsent(deletion.end()).compose(done -> deleted(entry));
              return unlessAbsent(deletion.answer()).compose(done -> gone);
            })
        .map("The copy was deleted there.")
        .otherwise(
            failed ->
                "The copy could not be deleted there: %s".formatted(AgentCalls.message(failed)));
  }

  private static Future<Void> unlessAbsent(Future<Void> deletion) {
    return deletion.recover(
        failed ->
            failed instanceof BackupNotFoundException
                ? Future.succeededFuture()
                : Future.failedFuture(failed));
  }

  private Future<Void> deleted(AuditEntry entry) {
    return audit.append(List.of(entry.deleted())).otherwiseEmpty();
  }
}
