package org.homekeep.core.websocket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.MemoryBudget;

/**
 * What one connection listens to, by the id of the call that began it. Each keeps what it was asked
 * for, so that all of all clients are bounded by the memory they take.
 */
final class Subscriptions implements MemoryBudget.Holder {
  /** What a subscription takes beside the fields of its call. */
  private static final long EACH = 512;

  private record Subscription(Cancellable end, long weight) {}

  private final int most;
  private final MemoryBudget budget;
  private final Supplier<Object> owner;
  private final Runnable tooMuch;
  private final Map<Long, Subscription> byId = new HashMap<>();
  private long held;
  private boolean closed;

  /**
   * @param most of one connection
   * @param budget of all connections
   * @param owner whose connection it is
   * @param tooMuch called once when this connection is the one that gives way
   */
  Subscriptions(int most, MemoryBudget budget, Supplier<Object> owner, Runnable tooMuch) {
    this.most = most;
    this.budget = budget;
    this.owner = owner;
    this.tooMuch = tooMuch;
    budget.join(this);
  }

  /**
   * @param fields what it was asked for, in bytes
   */
  void add(long id, Cancellable subscription, long fields) {
    if (closed) {
      subscription.cancel();
    } else if (byId.size() >= most) {
      subscription.cancel();
      throw new TooManySubscriptionsException(most);
    } else {
      byId.put(id, new Subscription(subscription, EACH + fields));
      change(EACH + fields);
    }
  }

  boolean cancel(long id) {
    Optional<Subscription> subscription = Optional.ofNullable(byId.remove(id));
    subscription.ifPresent(
        ended -> {
          change(-ended.weight());
          ended.end().cancel();
        });
    return subscription.isPresent();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    budget.leave(this);
    change(-held);
    List<Subscription> all = List.copyOf(byId.values());
    byId.clear();
    all.forEach(each -> each.end().cancel());
  }

  @Override
  public Object owner() {
    return owner.get();
  }

  @Override
  public long held() {
    return held;
  }

  @Override
  public void giveUp() {
    close();
    tooMuch.run();
  }

  private void change(long by) {
    held += by;
    budget.change(by);
  }
}
