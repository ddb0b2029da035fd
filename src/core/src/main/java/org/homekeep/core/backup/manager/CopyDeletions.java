package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.NoAnswerException;
import org.homekeep.core.backup.agent.Transfers;

/** Tells locations to delete their copies of one backup, and sums up what they say. */
final class CopyDeletions {
  private static final String MAY_STILL_DELETE = "It may still delete its copy; look again later.";

  private final Transfers transfers;
  private final Catalogue catalogue;

  CopyDeletions(Transfers transfers, Catalogue catalogue) {
    this.transfers = transfers;
    this.catalogue = catalogue;
  }

  /**
   * What became of it.
   *
   * @param errors agent id → error, of those that could not
   * @param absent the ids of those that had no copy
   * @param locked agent id → protection, of those whose error is no fault
   * @param late how it ends at the locations that have not answered, and may still delete their
   *     copies
   */
  record Outcome(
      Map<String, String> errors,
      Set<String> absent,
      Map<String, BackupLockedException> locked,
      Map<BackupAgent, Future<Void>> late) {
    Outcome {
      errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
      absent = Set.copyOf(absent);
      locked = Map.copyOf(locked);
      late = Map.copyOf(late);
    }
  }

  /** A location that was told to. */
  private record Told(BackupAgent agent, AgentCalls.Ongoing<Void> deletion) {}

  /** Always succeeds. */
  Future<Outcome> delete(String backupId, List<BackupAgent> asked) {
    List<Told> told = asked.stream().map(agent -> tell(agent, backupId)).toList();
    return Future.join(told.stream().map(each -> each.deletion().answer()).toList())
        .transform(joined -> Future.succeededFuture(outcome(told)));
  }

  private Told tell(BackupAgent agent, String backupId) {
    AgentCalls.Ongoing<Void> deletion = transfers.delete(agent, backupId);
    deletion.end().onSuccess(gone -> catalogue.deleted(agent, backupId));
    return new Told(agent, deletion);
  }

  private static Outcome outcome(List<Told> told) {
    Map<String, String> errors = new LinkedHashMap<>();
    Set<String> absent = new HashSet<>();
    Map<String, BackupLockedException> locked = new HashMap<>();
    Map<BackupAgent, Future<Void>> late = new HashMap<>();
    for (Told each : told) {
      BackupAgent agent = each.agent();
      Throwable failure = each.deletion().answer().cause();
      if (failure instanceof BackupNotFoundException) {
        absent.add(agent.agentId());
      } else if (failure instanceof BackupLockedException protection) {
        locked.put(agent.agentId(), protection);
        errors.put(agent.agentId(), AgentCalls.message(failure));
      } else if (failure instanceof NoAnswerException) {
        late.put(agent, each.deletion().end());
        errors.put(agent.agentId(), "%s %s".formatted(failure.getMessage(), MAY_STILL_DELETE));
      } else if (failure != null) {
        Catalogue.log(agent, failure);
        errors.put(agent.agentId(), AgentCalls.message(failure));
      }
    }
    return new Outcome(errors, absent, locked, late);
  }
}
