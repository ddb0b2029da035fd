package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.time.Duration;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.audit.AuditLog;
import org.homekeep.core.backup.ledger.CopyTrouble;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.ledger.Ledger;
import org.homekeep.core.backup.policy.PolicyStore;
import org.homekeep.core.backup.schedule.ClockWatch;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.storage.Storage;

/** What keeps good copies from being lost. */
public record Safekeeping(
    PolicyStore policy, Ledger ledger, AuditLog audit, CopyVerifier verifier, ClockWatch clock) {

  /**
   * Reads what is stored.
   *
   * @param instanceId tells backups of this hub from others
   * @param patience how long a location may take to add up a checksum, or give no byte
   */
  public static Future<Safekeeping> open(
      HubRuntime runtime,
      Timers timers,
      HubDirectories directories,
      Storage storage,
      AgentCalls calls,
      CopyTrouble trouble,
      String instanceId,
      Duration patience) {
    return Future.all(
            PolicyStore.open(storage),
            Ledger.open(storage),
            AuditLog.open(runtime, directories.deletions()),
            ClockWatch.open(storage, runtime.clock()))
        .map(
            opened -> {
              Ledger ledger = opened.resultAt(1);
              AuditLog audit = opened.resultAt(2);
              CopyVerifier verifier =
                  new CopyVerifier(
                      calls, timers, ledger, audit, trouble, runtime.clock(), instanceId, patience);
              return new Safekeeping(
                  opened.resultAt(0), ledger, audit, verifier, opened.resultAt(3));
            });
  }
}
