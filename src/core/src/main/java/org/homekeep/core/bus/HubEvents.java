package org.homekeep.core.bus;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Ulid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires events to everyone who listens. Called on the hub's context. */
public final class HubEvents {
  private static final Logger LOG = LoggerFactory.getLogger(HubEvents.class);

  private final HubRuntime runtime;
  private final Ulid ids;
  private final List<Consumer<HubEvent>> listeners = new ArrayList<>();

  public HubEvents(HubRuntime runtime, Ulid ids) {
    this.runtime = runtime;
    this.ids = ids;
  }

  /** Tells all listeners, in the order in which they came, of something that nobody asked for. */
  public void fire(String type, JsonObject data) {
    fire(type, data, EventContext.of(ids.next()));
  }

  /** A new context for what a user asks for. */
  public EventContext contextOf(String userId) {
    return new EventContext(ids.next(), Optional.empty(), Optional.of(userId));
  }

  /** Tells all listeners, in the order in which they came. */
  public void fire(String type, JsonObject data, EventContext context) {
    HubEvent event = new HubEvent(type, data, runtime.clock().instant(), context);
    for (Consumer<HubEvent> listener : List.copyOf(listeners)) {
      try {
        listener.accept(event);
      } catch (RuntimeException failed) {
        LOG.atError().addKeyValue("event", type).setCause(failed).log("A listener failed");
      }
    }
  }

  /** Hears every event until it is cancelled. */
  public Cancellable listen(Consumer<HubEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
