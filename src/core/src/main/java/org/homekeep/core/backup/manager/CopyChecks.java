package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.Verdict;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.backup.manager.CopyCheck.Result;

/**
 * Copies that are read back because somebody asked, one at a time at each location. Who asks for a
 * copy that is being read hears of the same reading, which goes on when nobody listens any more.
 * Touched on the hub's context.
 */
public final class CopyChecks {
  static final String NOT_SENT =
      "Homekeep does not know what was sent as this copy, so there is nothing to compare it with.";

  private final Copies copies;
  private final Safekeeping safekeeping;

  /** By the ids of the locations. */
  private final Map<String, Check> running = new HashMap<>();

  CopyChecks(Copies copies, Safekeeping safekeeping) {
    this.copies = copies;
    this.safekeeping = safekeeping;
  }

  /** A copy that is being read, and what ends that by its failure. */
  private record Check(CopyId copy, Promise<Void> wanted, Future<CopyCheck> end) {}

  /** The backup of which the copy at a location is being read. */
  public Optional<String> running(String agentId) {
    return Optional.ofNullable(running.get(agentId)).map(check -> check.copy().backupId());
  }

  /**
   * Reads a copy from its first byte to its last, compares it with what was sent, and notes what
   * comes of it. Fails when another copy of that location is being read.
   */
  public Future<CopyCheck> verify(CopyId copy) {
    return copies.agent(copy.agentId()).compose(agent -> verify(agent, copy));
  }

  private Future<CopyCheck> verify(BackupAgent agent, CopyId copy) {
    Check before = running.get(copy.agentId());
    if (before != null) {
      return before.copy().equals(copy) ? before.end() : Future.failedFuture(busy(agent));
    }
    if (safekeeping.ledger().sent(copy).isEmpty()) {
      return copies
          .get(agent, copy.backupId())
          .map(there -> new CopyCheck(Result.NOT_CHECKABLE, Optional.empty(), NOT_SENT));
    }
    Promise<Void> wanted = Promise.promise();
    Promise<CopyCheck> end = Promise.promise();
    running.put(copy.agentId(), new Check(copy, wanted, end.future()));
    safekeeping
        .verifier()
        .verifyNow(agent, copy.backupId(), wanted.future())
        .map(verdict -> said(agent, verdict, wanted.future().failed()))
        .onComplete(
            done -> {
              running.remove(copy.agentId());
              end.handle(done);
            });
    return end.future();
  }

  private static BackupException busy(BackupAgent agent) {
    return new BackupException(
        Kind.BUSY,
        "Another copy at %s is being verified. Wait until that has ended, or end it."
            .formatted(agent.name()));
  }

  private static CopyCheck said(BackupAgent agent, Verdict verdict, boolean ended) {
    if (verdict instanceof Verdict.Verified good) {
      return new CopyCheck(
          Result.VERIFIED,
          Optional.of(good.verification()),
          "The copy at %s was read to its last byte, and is what was sent."
              .formatted(agent.name()));
    }
    if (verdict instanceof Verdict.Different different) {
      return new CopyCheck(Result.DAMAGED, Optional.empty(), different.message());
    }
    if (verdict instanceof Verdict.Missing missing) {
      return new CopyCheck(Result.MISSING, Optional.empty(), missing.message());
    }
    if (ended) {
      return new CopyCheck(
          Result.CANCELLED, Optional.empty(), "The verification was ended. Nothing has changed.");
    }
    return new CopyCheck(
        Result.UNKNOWN,
        Optional.empty(),
        verdict instanceof Verdict.Unknown unknown ? unknown.message() : "");
  }

  /**
   * Ends the reading of a copy.
   *
   * @return whether it was being read
   */
  public boolean cancel(CopyId copy) {
    Check check = running.get(copy.agentId());
    return check != null
        && check.copy().equals(copy)
        && check
            .wanted()
            .tryFail(
                new BackupException(Kind.MANAGER, "Somebody ended the verification of the copy."));
  }
}
