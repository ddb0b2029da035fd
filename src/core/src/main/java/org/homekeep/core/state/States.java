package org.homekeep.core.state;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.bus.EventContext;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Ulid;

/**
 * The one owner of all states. Touched on the hub's context alone.
 *
 * <p>Every change fires {@code state_changed} with {@code entity_id}, {@code old_state} and {@code
 * new_state}.
 */
public final class States {
  /** The state of what is not known. */
  public static final String UNKNOWN = "unknown";

  private final HubRuntime runtime;
  private final HubEvents events;
  private final Ulid ids;
  private final Map<String, EntityState> states = new LinkedHashMap<>();
  private final List<Consumer<StateChange>> listeners = new ArrayList<>();

  public States(HubRuntime runtime, HubEvents events, Ulid ids) {
    this.runtime = runtime;
    this.events = events;
    this.ids = ids;
  }

  /**
   * Sets the state of an entity; does nothing when it is the same already.
   *
   * @param domain whose entity it is
   */
  public void set(String domain, String entityId, String state, JsonObject attributes) {
    Optional<EntityState> before = find(entityId);
    if (before.filter(old -> old.isSameAs(state, attributes)).isPresent()) {
      return;
    }
    Instant now = runtime.clock().instant();
    Instant changed =
        before.filter(old -> old.state().equals(state)).map(EntityState::changed).orElse(now);
    EntityState after =
        new EntityState(
            domain, entityId, state, attributes, changed, now, EventContext.of(ids.next()));
    states.put(entityId, after);
    tell(new StateChange(entityId, before, Optional.of(after)), after.context());
  }

  /** Takes an entity away; does nothing when there is none. */
  public void remove(String entityId) {
    EntityState before = states.remove(entityId);
    if (before != null) {
      tell(
          new StateChange(entityId, Optional.of(before), Optional.empty()),
          EventContext.of(ids.next()));
    }
  }

  /** All states, the first set first. */
  public List<EntityState> all() {
    return List.copyOf(states.values());
  }

  /** The state of an entity. */
  public Optional<EntityState> find(String entityId) {
    return Optional.ofNullable(states.get(entityId));
  }

  Cancellable listen(Consumer<StateChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(StateChange change, EventContext context) {
    List.copyOf(listeners).forEach(listener -> listener.accept(change));
    events.fire("state_changed", change.json(), context);
  }
}
