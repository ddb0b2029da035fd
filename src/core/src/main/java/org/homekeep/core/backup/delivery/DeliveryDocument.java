package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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

  DeliveryDocument with(Outgoing added) {
    if (find(added.backupId()).isPresent()) {
      return change(added.backupId(), before -> added);
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

  /** The upload of a copy that is owed was begun in vain. */
  DeliveryDocument givingUp(Slot slot) {
    Stream<GivenUp> more =
        find(slot.backupId()).flatMap(each -> each.waitingFor(slot.agentId())).stream()
            .flatMap(waiting -> waiting.unfinished().stream())
            .map(upload -> new GivenUp(slot, upload.note()));
    return new DeliveryDocument(outgoing, Stream.concat(givenUp.stream(), more).toList())
        .change(
            slot.backupId(),
            each -> each.change(slot.agentId(), waiting -> waiting.with(Optional.empty())));
  }

  DeliveryDocument without(Predicate<GivenUp> cleaned) {
    return new DeliveryDocument(outgoing, givenUp.stream().filter(Predicate.not(cleaned)).toList());
  }
}
