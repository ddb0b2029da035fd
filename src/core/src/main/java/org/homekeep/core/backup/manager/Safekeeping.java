package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.function.BiFunction;
import org.homekeep.core.backup.audit.AuditLog;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.ledger.Ledger;
import org.homekeep.core.backup.policy.PolicyStore;
import org.homekeep.core.backup.schedule.ClockWatch;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.storage.Storage;

/** What keeps good copies from being lost. */
public record Safekeeping(
    PolicyStore policy, Ledger ledger, AuditLog audit, CopyVerifier verifier, ClockWatch clock) {

  /**
   * Reads what is stored.
   *
   * @param verifier makes what looks at the copies that the ledger knows
   */
  public static Future<Safekeeping> open(
      HubRuntime runtime,
      HubDirectories directories,
      Storage storage,
      BiFunction<Ledger, AuditLog, CopyVerifier> verifier) {
    return Future.all(
            PolicyStore.open(storage),
            Ledger.open(storage),
            AuditLog.open(runtime, directories.deletions()),
            ClockWatch.open(storage, runtime.clock()))
        .map(
            opened -> {
              Ledger ledger = opened.resultAt(1);
              AuditLog audit = opened.resultAt(2);
              return new Safekeeping(
                  opened.resultAt(0),
                  ledger,
                  audit,
                  verifier.apply(ledger, audit),
                  opened.resultAt(3));
            });
  }
}
