package org.homekeep.core.backup.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.history.MissingCopy;
import org.homekeep.core.backup.history.Outcome;
import org.homekeep.core.backup.history.Run.Ending;
import org.homekeep.core.backup.history.RunHistory;
import org.homekeep.core.backup.history.RunReason;

/** What the history is told of one backup that is to be made. */
final class RunNotes {
  private static final String NOT_THERE =
      "The location was not there. Look under Integrations whether it is set up and running.";

  private final RunHistory history;
  private final long number;
  private int asked;
  private List<MissingCopy> missing = List.of();

  private RunNotes(RunHistory history, long number) {
    this.history = history;
    this.number = number;
  }

  static RunNotes begun(RunHistory history, CreateRequest request, CreateJob job) {
    return new RunNotes(
        history,
        history.begun(request.withAutomaticSettings(), job.name(), Optional.of(job.backupId())));
  }

  /** It could not even begin. */
  static void refused(RunHistory history, CreateRequest request, Throwable why) {
    long number =
        history.begun(request.withAutomaticSettings(), request.name().orElse(""), Optional.empty());
    new RunNotes(history, number).notMade(Optional.of(why), false);
  }

  /**
   * Every location was tried.
   *
   * @param agents which
   * @param errors agent id → failure
   * @param unavailable ids of locations that were not there to be tried
   */
  void delivered(
      List<BackupAgent> agents, Map<String, Throwable> errors, List<String> unavailable) {
    List<MissingCopy> found = new ArrayList<>();
    for (BackupAgent agent : agents) {
      Throwable error = errors.get(agent.agentId());
      if (error != null) {
        found.add(
            new MissingCopy(
                agent.agentId(), agent.name(), Evidence.ofLocation(error), Optional.empty()));
      }
    }
    for (String agentId : unavailable) {
      found.add(new MissingCopy(agentId, agentId, NOT_THERE, Optional.empty()));
    }
    asked = agents.size() + unavailable.size();
    missing = List.copyOf(found);
  }

  /** There is an archive. */
  void made(Optional<Throwable> failure) {
    if (missing.isEmpty() && failure.isEmpty()) {
      end(Outcome.COMPLETED, Optional.empty());
    } else if (missing.isEmpty()) {
      end(Outcome.COMPLETED_WITH_FAILURES, failure.map(why -> reason("create", why)));
    } else {
      boolean nowhere = missing.size() == asked;
      end(nowhere ? Outcome.FAILED : Outcome.COMPLETED_WITH_FAILURES, Optional.empty());
    }
  }

  /**
   * There is no archive.
   *
   * @param stopping because the hub stops
   */
  void notMade(Optional<Throwable> failure, boolean stopping) {
    end(
        stopping ? Outcome.CUT_OFF : Outcome.FAILED,
        failure.filter(why -> !stopping).map(why -> reason(BackupIssues.kindOf(why), why)));
  }

  /** A person has ended it. */
  void cancelled() {
    end(Outcome.CANCELLED, Optional.empty());
  }

  private static RunReason reason(String code, Throwable why) {
    return new RunReason(code, Evidence.of(why));
  }

  private void end(Outcome outcome, Optional<RunReason> reason) {
    history.ended(number, new Ending(outcome, reason, missing));
  }
}
