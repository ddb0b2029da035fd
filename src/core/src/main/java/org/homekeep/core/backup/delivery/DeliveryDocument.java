package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.core.backup.agent.CopyId;

/**
 * What is still to be delivered, the oldest first, and what is to be cleaned up.
 *
 * @param outgoing at most one of each backup; one that nobody waits for and that has its own name
 *     here is left out
 * @param givenUp the newest alone when there are very many
 */
record DeliveryDocument(List<Outgoing> outgoing, List<GivenUp> givenUp) {
  static final DeliveryDocument EMPTY = new DeliveryDocument(List.of(), List.of());

  private static final int MOST_GIVEN_UP = 1_000;

  DeliveryDocument {
    outgoing = outgoing.stream().filter(Outgoing::isUnfinished).toList();
    List<GivenUp> distinct = givenUp.stream().distinct().toList();
    givenUp = distinct.subList(Math.max(0, distinct.size() - MOST_GIVEN_UP), distinct.size());
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
    return new DeliveryDocument(changed, givenUp);
  }

  DeliveryDocument change(String backupId, UnaryOperator<Outgoing> change) {
    return new DeliveryDocument(
        outgoing.stream()
            .map(each -> each.backupId().equals(backupId) ? change.apply(each) : each)
            .toList(),
        givenUp);
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
    return new DeliveryDocument(outgoing, Stream.concat(givenUp.stream(), more).toList())
        .change(
            copy.backupId(),
            each -> each.change(copy.agentId(), waiting -> waiting.with(Optional.empty())));
  }

  DeliveryDocument without(Predicate<GivenUp> cleaned) {
    return new DeliveryDocument(outgoing, givenUp.stream().filter(Predicate.not(cleaned)).toList());
  }
}
