package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.core.backup.agent.CopyId;

/**
 * What is still to be delivered, the oldest first, and what is to be cleaned up, here and there.
 *
 * @param outgoing at most one of each backup; one that nobody waits for and that has its own name
 *     here is left out
 * @param givenUp the newest alone when there are very many
 * @param released names of the temporary files that nobody waits for any more, until they are gone;
 *     the newest alone when there are very many
 */
record DeliveryDocument(List<Outgoing> outgoing, List<GivenUp> givenUp, List<String> released) {
  static final DeliveryDocument EMPTY = new DeliveryDocument(List.of(), List.of(), List.of());

  private static final int MOST = 1_000;

  DeliveryDocument {
    outgoing = outgoing.stream().filter(Outgoing::isUnfinished).toList();
    givenUp = newest(givenUp);
    released = newest(released);
  }

  private static <T> List<T> newest(List<T> all) {
    List<T> distinct = all.stream().distinct().toList();
    return distinct.subList(Math.max(0, distinct.size() - MOST), distinct.size());
  }

  /** The names of the temporary files that somebody waits for. */
  Set<String> files() {
    return outgoing.stream()
        .flatMap(each -> each.place().temporary().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The same, with the files released that were waited for before and are not any more. */
  DeliveryDocument after(DeliveryDocument before) {
    Set<String> needed = files();
    return releasing(
        Stream.concat(released.stream(), before.files().stream())
            .filter(name -> !needed.contains(name))
            .toList());
  }

  /** Nobody waits for the archives in these temporary files. */
  DeliveryDocument withoutFiles(Collection<String> files) {
    return new DeliveryDocument(
        outgoing.stream()
            .filter(each -> each.place().temporary().filter(files::contains).isEmpty())
            .toList(),
        givenUp,
        released);
  }

  /** Temporary files are gone. */
  DeliveryDocument deleted(Collection<String> files) {
    return releasing(released.stream().filter(name -> !files.contains(name)).toList());
  }

  private DeliveryDocument releasing(List<String> files) {
    return new DeliveryDocument(outgoing, givenUp, files);
  }

  Optional<Outgoing> find(String backupId) {
    return outgoing.stream().filter(each -> each.backupId().equals(backupId)).findFirst();
  }

  Optional<Waiting> find(CopyId copy) {
    return find(copy.backupId()).flatMap(each -> each.waitingFor(copy.agentId()));
  }

  /** Copies of an archive are owed besides those that were owed of its backup before. */
  DeliveryDocument with(Outgoing added) {
    if (find(added.backupId()).isPresent()) {
      return change(added.backupId(), before -> before.and(added));
    }
    List<Outgoing> changed = new ArrayList<>(outgoing);
    changed.add(added);
    return new DeliveryDocument(changed, givenUp, released);
  }

  DeliveryDocument change(String backupId, UnaryOperator<Outgoing> change) {
    return new DeliveryDocument(
        outgoing.stream()
            .map(each -> each.backupId().equals(backupId) ? change.apply(each) : each)
            .toList(),
        givenUp,
        released);
  }

  /** A location is not to get its copy. */
  DeliveryDocument givingUp(CopyId copy) {
    return beginningAnew(copy)
        .change(copy.backupId(), outgoing -> outgoing.without(copy.agentId()));
  }

  /** A location is not to get its copy, and another one is. */
  DeliveryDocument givingUp(CopyId copy, Waiting other) {
    return find(copy).isEmpty()
        ? this
        : beginningAnew(copy)
            .change(copy.backupId(), outgoing -> outgoing.instead(copy.agentId(), other));
  }

  /** The upload of a copy that is owed was begun in vain. */
  DeliveryDocument beginningAnew(CopyId copy) {
    Stream<GivenUp> more =
        find(copy).stream()
            .flatMap(waiting -> waiting.unfinished().stream())
            .map(upload -> new GivenUp(copy, upload.note()));
    return new DeliveryDocument(outgoing, Stream.concat(givenUp.stream(), more).toList(), released)
        .change(
            copy.backupId(),
            each -> each.change(copy.agentId(), waiting -> waiting.with(Optional.empty())));
  }

  DeliveryDocument without(Predicate<GivenUp> cleaned) {
    return new DeliveryDocument(
        outgoing, givenUp.stream().filter(Predicate.not(cleaned)).toList(), released);
  }
}
