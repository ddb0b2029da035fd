package org.homekeep.core.websocket;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The memory that messages on their way to all clients may take together. The bound of each alone
 * would not do: a thousand clients that read slowly would fill the heap.
 */
final class OutgoingBudget {
  private final long most;
  private final Set<Outbox> outboxes = new LinkedHashSet<>();
  private long taken;

  OutgoingBudget(long most) {
    this.most = most;
  }

  void join(Outbox outbox) {
    outboxes.add(outbox);
  }

  void leave(Outbox outbox) {
    outboxes.remove(outbox);
  }

  /** Counts what an outbox took or gave back; who has most is given up when it is too much. */
  void change(long characters) {
    taken += characters;
    while (taken > most && !outboxes.isEmpty()) {
      outboxes.stream().max(Comparator.comparingLong(Outbox::held)).ifPresent(Outbox::giveUp);
    }
  }
}
