package org.homekeep.core.backup.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;

/**
 * An archive, and the locations that are owed a copy of it.
 *
 * @param backup as it was measured
 * @param digests of the bytes that were measured then; empty when an older version wrote this down
 * @param key recodes copies for locations that want the other form; without it, all get the same
 * @param automatic whether a newer automatic backup may take its place in the queue
 */
public record Outgoing(
    AgentBackup backup,
    Optional<Digests> digests,
    Optional<Secret> key,
    boolean automatic,
    Place place,
    List<Waiting> waiting) {
  public Outgoing {
    waiting = List.copyOf(waiting);
  }

  String backupId() {
    return backup.backupId();
  }

  Stream<CopyId> copies() {
    return waiting.stream().map(each -> new CopyId(backupId(), each.agentId()));
  }

  Optional<Waiting> waitingFor(String agentId) {
    return waiting.stream().filter(each -> each.agentId().equals(agentId)).findFirst();
  }

  boolean isUnfinished() {
    return !waiting.isEmpty() || place.unnamed().isPresent();
  }

  /**
   * The same, with copies that are owed as well; the archive that is there for sure is used, and
   * what is said of it goes with it: another location's archive may have another form and size.
   */
  Outgoing and(Outgoing added) {
    boolean kept = place.temporary().isPresent() && added.place.temporary().isEmpty();
    Outgoing used = kept ? this : added;
    Stream<Waiting> more =
        added.waiting.stream().filter(each -> waitingFor(each.agentId()).isEmpty());
    return new Outgoing(
        used.backup,
        used.digests,
        used.backup.isProtected() ? used.key : key.or(added::key),
        automatic && added.automatic,
        used.place,
        Stream.concat(waiting.stream(), more).toList());
  }

  /** The same, with its own name here if it has one. */
  Outgoing stored() {
    return place.unnamed().isPresent()
        ? new Outgoing(backup, digests, key, automatic, new Place.Here(), waiting)
        : this;
  }

  /**
   * Reads the archive again, to its end. Blocking.
   *
   * @param needed checksums to know; an MD5 that is known is not taken again, as the others vouch
   *     for it
   * @throws ChangedArchiveException when it is not what was measured when it was made
   */
  Measured measureAgain(Path file, Sums needed) throws IOException {
    boolean known = digests.flatMap(Digests::md5).isPresent();
    Digests read = ArchiveEngine.digests(file, known ? Sums.USUAL : needed, () -> false);
    boolean same = digests.map(read::sameBytesAs).orElse(read.size() == backup.size());
    if (!same) {
      throw new ChangedArchiveException(backup.size(), read.size());
    }
    return new Measured(backup, known ? digests.orElseThrow() : read);
  }

  Outgoing without(String agentId) {
    return with(waiting.stream().filter(each -> !each.agentId().equals(agentId)).toList());
  }

  /** The same, with one location in the place of another. */
  Outgoing instead(String agentId, Waiting other) {
    return with(
        Stream.concat(
                waiting.stream().filter(each -> !each.agentId().equals(agentId)), Stream.of(other))
            .toList());
  }

  Outgoing change(String agentId, UnaryOperator<Waiting> change) {
    return with(
        waiting.stream()
            .map(each -> each.agentId().equals(agentId) ? change.apply(each) : each)
            .toList());
  }

  private Outgoing with(List<Waiting> changed) {
    return new Outgoing(backup, digests, key, automatic, place, changed);
  }
}
