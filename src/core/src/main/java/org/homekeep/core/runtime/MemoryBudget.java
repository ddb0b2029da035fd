package org.homekeep.core.runtime;

import java.util.Comparator;
import java.util.LinkedHashSet;
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
    /** How much it is. */
    long held();

    /** Gives it back, because nobody holds more. */
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
   * Counts what a holder took or gave back; who has most is given up when it is too much, of
   * several the first.
   */
  public void change(long by) {
    taken += by;
    while (taken > most && !holders.isEmpty()) {
      holders.stream().max(Comparator.comparingLong(Holder::held)).ifPresent(Holder::giveUp);
    }
  }
}
