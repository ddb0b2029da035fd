package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.StoredBytes.Algorithm;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.ledger.Verification.How;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.runtime.Timers;

/** Compares what a location holds with what it was sent; changes nothing. */
final class Examiner {
  private final AgentCalls calls;
  private final Clock clock;
  private final Duration patience;
  private final ReadBack readBack;

  Examiner(AgentCalls calls, Timers timers, Clock clock, Duration patience) {
    this.calls = calls;
    this.clock = clock;
    this.patience = patience;
    this.readBack = new ReadBack(calls, timers, patience);
  }

  /** Ends what is being read back. */
  void stop() {
    readBack.stop();
  }

  /** Asks the location, or reads the copy back; always gives a verdict. */
  Future<Verdict> examine(BackupAgent agent, CopyRecord record) {
    return judged(agent, there(agent, record));
  }

  /**
   * Reads the copy back, whatever the location says of it; always gives a verdict.
   *
   * @param wanted ends the reading with its failure
   */
  Future<Verdict> readBack(BackupAgent agent, CopyRecord record, Future<Void> wanted) {
    return judged(
        agent,
        readBack
            .read(agent, record.backupId(), record.digests().size(), wanted)
            .map(read -> compared(agent, record, read)));
  }

  /** Asks the location, and reads nothing back; empty when it cannot say. */
  Future<Optional<Verdict>> ask(BackupAgent agent, CopyRecord record) {
    return calls
        .call(agent, () -> agent.storedBytes(record.backupId()))
        .<Optional<Verdict>>map(
            said ->
                said == null
                    ? Optional.empty()
                    : said.flatMap(bytes -> compared(agent, record, bytes)))
        .recover(failed -> Future.succeededFuture(Optional.of(failure(agent, failed))));
  }

  private static Future<Verdict> judged(BackupAgent agent, Future<Verdict> found) {
    return found.recover(failed -> Future.succeededFuture(failure(agent, failed)));
  }

  private static Verdict failure(BackupAgent agent, Throwable failed) {
    return failed instanceof BackupNotFoundException
        ? new Verdict.Missing(
            "The location %s took the backup and does not have it.".formatted(agent.name()))
        : new Verdict.Unknown(AgentCalls.message(failed));
  }

  /** Judges a file that was read to its end before it got its name. */
  Verdict here(BackupAgent local, CopyRecord record, long size) {
    return size == record.digests().size()
        ? verified(How.WRITTEN_HERE)
        : otherSize(local, size, record);
  }

  private Future<Verdict> there(BackupAgent agent, CopyRecord record) {
    // It would read the file as well, and nobody would see that it gets on.
    return LocalAgent.isLocal(agent) ? back(agent, record) : saidOrBack(agent, record);
  }

  private Future<Verdict> back(BackupAgent agent, CopyRecord record) {
    return readBack
        .read(agent, record.backupId(), record.digests().size())
        .map(read -> compared(agent, record, read));
  }

  private Future<Verdict> saidOrBack(BackupAgent agent, CopyRecord record) {
    String backupId = record.backupId();
    return calls
        .call(agent, patience, () -> agent.storedBytes(backupId))
        .compose(
            said -> {
              Optional<Verdict> judged =
                  said == null
                      ? Optional.empty()
                      : said.flatMap(bytes -> compared(agent, record, bytes));
              return judged.map(Future::succeededFuture).orElseGet(() -> back(agent, record));
            });
  }

  /** Empty when that settles nothing, and the bytes have to be looked at. */
  private Optional<Verdict> compared(BackupAgent agent, CopyRecord record, StoredBytes said) {
    if (said.size() != record.digests().size()) {
      return Optional.of(otherSize(agent, said.size(), record));
    }
    Optional<String> sent = record.digests().checksum(said.algorithm());
    if (sent.equals(Optional.of(said.checksum()))) {
      return Optional.of(verified(How.CONFIRMED));
    }
    // What a store calls an MD5 may be something else.
    return said.algorithm() == Algorithm.MD5 ? Optional.empty() : Optional.of(otherBytes(agent));
  }

  private Verdict compared(BackupAgent agent, CopyRecord record, Digests read) {
    if (record.digests().sameBytesAs(read)) {
      return verified(How.READ_BACK);
    }
    return read.size() == record.digests().size()
        ? otherBytes(agent)
        : otherSize(agent, read.size(), record);
  }

  private Verdict verified(How how) {
    return new Verdict.Verified(new Verification(how, clock.instant()));
  }

  private static Verdict otherBytes(BackupAgent agent) {
    return new Verdict.Different(
        "The copy at %s is damaged: its checksum is not the one of what was sent."
            .formatted(agent.name()));
  }

  private static Verdict otherSize(BackupAgent agent, long size, CopyRecord record) {
    long sent = record.digests().size();
    return new Verdict.Different(
        size > sent
            ? "The copy at %s is damaged: it has more than the %,d bytes that were sent."
                .formatted(agent.name(), sent)
            : "The copy at %s is damaged: it has %,d bytes, and %,d were sent."
                .formatted(agent.name(), size, sent));
  }
}
