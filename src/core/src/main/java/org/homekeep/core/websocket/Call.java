package org.homekeep.core.websocket;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on one connection. */
record Call(
    long id,
    JsonObject fields,
    Principal principal,
    Outbox outbox,
    Subscriptions subscriptions,
    String type)
    implements CommandCall {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  @Override
  public void sendEvent(Object event) {
    sendEncoded(EncodedEvent.of(event));
  }

  @Override
  public void sendEncoded(EncodedEvent event) {
    Optional<String> text = event.text();
    if (text.isEmpty()) {
      LOG.atError().addKeyValue("command", type).log("An event is not JSON and was left out");
    }
    text.ifPresent(json -> outbox.send(Messages.event(id, json)));
  }

  @Override
  public void subscribed(Cancellable subscription) {
    subscriptions.add(id, subscription, JsonWeight.of(fields));
  }
}
