package org.homekeep.core.websocket;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on one connection. */
record Call(
    int id,
    JsonObject fields,
    Principal principal,
    Outbox outbox,
    Subscriptions subscriptions,
    String type)
    implements CommandCall {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  @Override
  public void sendEvent(Object event) {
    Optional<String> message = Messages.event(id, event);
    if (message.isEmpty()) {
      LOG.atError().addKeyValue("command", type).log("An event is not JSON and was left out");
    }
    message.ifPresent(outbox::send);
  }

  @Override
  public void subscribed(Cancellable subscription) {
    subscriptions.add(id, subscription);
  }

  /** What a connection listens to, by the id of the call that began it. */
  static final class Subscriptions {
    private final Map<Integer, Cancellable> byId = new HashMap<>();
    private boolean closed;

    void add(int id, Cancellable subscription) {
      if (closed) {
        subscription.cancel();
      } else {
        byId.put(id, subscription);
      }
    }

    boolean cancel(long id) {
      Optional<Cancellable> subscription =
          id <= Integer.MAX_VALUE ? Optional.ofNullable(byId.remove((int) id)) : Optional.empty();
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
}
