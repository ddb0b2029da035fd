package org.homekeep.core.websocket;

import io.vertx.core.json.JsonObject;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Principal;

/** One call of a command, and the way back to its client. */
public interface CommandCall {

  /** The id that correlates answers and events with this call. */
  long id();

  /** The command's own fields, checked against its shape. */
  JsonObject fields();

  /** Who calls. */
  Principal principal();

  /**
   * Sends {@code {"id":…,"type":"event","event":…}}; may come before the result (framework.md
   * §1.5). Does nothing when the client has gone.
   *
   * @param event {@code JsonObject} or {@code JsonArray}
   */
  void sendEvent(Object event);

  /** Sends an event that was written down for many clients, like {@link #sendEvent}. */
  void sendEncoded(EncodedEvent event);

  /**
   * Makes this call a subscription: what is cancelled by {@code unsubscribe_events} with its id,
   * and when the client goes.
   *
   * @throws TooManySubscriptionsException when the client has too many; this one is cancelled, and
   *     the client gets an error
   */
  void subscribed(Cancellable subscription);
}
