package org.homekeep.core.runtime;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The memory that messages of all clients may take together, on their way in or out. The bound of
 * each alone would not do: a thousand clients that are slow would fill the heap. Touched on the
 * hub's context alone.
 */
public final class MemoryBudget {
  private final long most;
  private final Set<Holder> holders = new LinkedHashSet<>();
  private long taken;

  /** Someone for whom memory is held. */
  public interface Holder {
    /** For whom: a user, or the address of a stranger. */
    Object owner();

    /** How much it is. */
    long held();

    /** Gives it back, because its owner holds most. */
    void giveUp();
  }

  /**
   * @param most that all may hold, in bytes or characters
   */
  public MemoryBudget(long most) {
    this.most = most;
  }

  /** From now on the holder may be given up. */
  public void join(Holder holder) {
    holders.add(holder);
  }

  /** The holder cannot be given up any more; what it holds still counts. */
  public void leave(Holder holder) {
    holders.remove(holder);
  }

  /**
   * Counts what a holder took or gave back. When it is too much, the owner gives way who has most
   * in sum, with the holder that has most, of several the first: who spreads it over a thousand
   * connections must not make the one of somebody else the largest.
   */
  public void change(long by) {
    taken += by;
    while (taken > most && !holders.isEmpty()) {
      greediest().giveUp();
    }
  }

  private Holder greediest() {
    Map<Object, Long> byOwner = new HashMap<>();
    holders.forEach(each -> byOwner.merge(each.owner(), each.held(), Long::sum));
    return Collections.max(
        holders,
        Comparator.<Holder>comparingLong(each -> byOwner.getOrDefault(each.owner(), 0L))
            .thenComparingLong(Holder::held));
  }
}
