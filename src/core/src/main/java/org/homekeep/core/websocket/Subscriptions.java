package org.homekeep.core.websocket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;

/** What one connection listens to, by the id of the call that began it. */
final class Subscriptions {
  private final int most;
  private final Map<Long, Cancellable> byId = new HashMap<>();
  private boolean closed;

  Subscriptions(int most) {
    this.most = most;
  }

  void add(long id, Cancellable subscription) {
    if (closed) {
      subscription.cancel();
    } else if (byId.size() >= most) {
      subscription.cancel();
      throw new TooManySubscriptionsException(most);
    } else {
      byId.put(id, subscription);
    }
  }

  boolean cancel(long id) {
    Optional<Cancellable> subscription = Optional.ofNullable(byId.remove(id));
    subscription.ifPresent(Cancellable::cancel);
    return subscription.isPresent();
  }

  void close() {
    closed = true;
    List<Cancellable> all = List.copyOf(byId.values());
    byId.clear();
    all.forEach(Cancellable::cancel);
  }
}
