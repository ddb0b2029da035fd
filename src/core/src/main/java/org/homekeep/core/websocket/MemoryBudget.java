package org.homekeep.core.websocket;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The memory that messages of all clients may take together, on their way in or out. The bound of
 * each alone would not do: a thousand clients that are slow would fill the heap.
 */
final class MemoryBudget {
  private final long most;
  private final Set<Holder> holders = new LinkedHashSet<>();
  private long taken;

  /** Someone for whom memory is held. */
  interface Holder {
    /** How much it is. */
    long held();

    /** Gives it back, because nobody holds more. */
    void giveUp();
  }

  MemoryBudget(long most) {
    this.most = most;
  }

  void join(Holder holder) {
    holders.add(holder);
  }

  void leave(Holder holder) {
    holders.remove(holder);
  }

  /** Counts what a holder took or gave back; who has most is given up when it is too much. */
  void change(long by) {
    taken += by;
    while (taken > most && !holders.isEmpty()) {
      holders.stream().max(Comparator.comparingLong(Holder::held)).ifPresent(Holder::giveUp);
    }
  }
}
