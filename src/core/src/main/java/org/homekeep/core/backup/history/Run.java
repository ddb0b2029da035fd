package org.homekeep.core.backup.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.wire.ShownText;

/**
 * One attempt to make a backup.
 *
 * @param number counts up from 1, and is never used again
 * @param ended empty while it goes on, and when nobody saw its end
 * @param automatic whether it was made by the settings of automatic backups
 * @param name of the backup; empty when it was refused before it had one
 * @param backupId empty likewise
 * @param ending how it stands or ended
 */
public record Run(
    long number,
    Instant started,
    Optional<Instant> ended,
    boolean automatic,
    String name,
    Optional<String> backupId,
    Ending ending) {
  private static final int LONGEST_NAME = 200;

  public Run {
    name = ShownText.of(name, LONGEST_NAME);
  }

  /**
   * How a run stands or ended.
   *
   * @param reason empty when all is well, and when {@code missing} says everything
   */
  public record Ending(Outcome outcome, Optional<RunReason> reason, List<MissingCopy> missing) {
    static final Ending RUNNING = new Ending(Outcome.RUNNING, Optional.empty(), List.of());
    static final Ending CUT_OFF = new Ending(Outcome.CUT_OFF, Optional.empty(), List.of());

    public Ending {
      missing = List.copyOf(missing);
    }
  }

  Run endedAt(Instant moment, Ending how) {
    return new Run(number, started, Optional.of(moment), automatic, name, backupId, how);
  }

  /** The same after the process that made it has gone. */
  Run afterTheEnd() {
    return ending.outcome() == Outcome.RUNNING
        ? new Run(number, started, ended, automatic, name, backupId, Ending.CUT_OFF)
        : this;
  }

  Run delivered(String agentId, Instant when) {
    List<MissingCopy> changed =
        ending.missing().stream()
            .map(each -> each.agentId().equals(agentId) ? each.deliveredAt(when) : each)
            .toList();
    return new Run(
        number,
        started,
        ended,
        automatic,
        name,
        backupId,
        new Ending(ending.outcome(), ending.reason(), changed));
  }
}
