package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is still to be delivered, the oldest first.
 *
 * @param outgoing at most one of each backup; one that nobody waits for and that has its own name
 *     here is left out
 */
record DeliveryDocument(List<Outgoing> outgoing) {
  static final DeliveryDocument EMPTY = new DeliveryDocument(List.of());

  DeliveryDocument {
    outgoing = outgoing.stream().filter(Outgoing::isUnfinished).toList();
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
    return new DeliveryDocument(changed);
  }

  DeliveryDocument change(String backupId, UnaryOperator<Outgoing> change) {
    return new DeliveryDocument(
        outgoing.stream()
            .map(each -> each.backupId().equals(backupId) ? change.apply(each) : each)
            .toList());
  }
}
