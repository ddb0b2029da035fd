package org.homekeep.core.state;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.homekeep.core.bus.EventContext;

/** The short form in which {@code subscribe_entities} sends states (framework.md §1.6). */
final class CompressedState {
  private static final double MICROS = 1_000_000;

  private CompressedState() {}

  /** One or several entities that are new to the client. */
  static JsonObject added(Iterable<EntityState> states) {
    JsonObject entities = new JsonObject();
    states.forEach(state -> entities.put(state.entityId(), whole(state)));
    return new JsonObject().put("a", entities);
  }

  /** An entity that is gone. */
  static JsonObject removed(String entityId) {
    return new JsonObject().put("r", new JsonArray().add(entityId));
  }

  /** What is different now. */
  static JsonObject changed(EntityState before, EntityState after) {
    JsonObject plus = new JsonObject();
    if (!before.state().equals(after.state())) {
      plus.put("s", after.state());
    }
    if (!before.changed().equals(after.changed())) {
      plus.put("lc", seconds(after.changed()));
    } else if (!before.updated().equals(after.updated())) {
      plus.put("lu", seconds(after.updated()));
    }
    contextChange(before.context(), after.context()).ifPresent(change -> plus.put("c", change));
    JsonObject attributes = new JsonObject();
    for (String name : after.attributes().fieldNames()) {
      Object value = after.attributes().getValue(name);
      boolean isNew = !before.attributes().containsKey(name);
      if (isNew || !Objects.equals(before.attributes().getValue(name), value)) {
        attributes.put(name, value);
      }
    }
    if (!attributes.isEmpty()) {
      plus.put("a", attributes);
    }
    JsonObject difference = new JsonObject().put("+", plus);
    JsonArray gone = new JsonArray();
    before.attributes().fieldNames().stream()
        .filter(name -> !after.attributes().containsKey(name))
        .forEach(gone::add);
    if (!gone.isEmpty()) {
      difference.put("-", new JsonObject().put("a", gone));
    }
    return new JsonObject().put("c", new JsonObject().put(after.entityId(), difference));
  }

  private static JsonObject whole(EntityState state) {
    JsonObject json =
        new JsonObject()
            .put("s", state.state())
            .put("a", state.attributes())
            .put("c", context(state.context()))
            .put("lc", seconds(state.changed()));
    if (!state.updated().equals(state.changed())) {
      json.put("lu", seconds(state.updated()));
    }
    return json;
  }

  private static Object context(EventContext context) {
    boolean plain = context.parentId().isEmpty() && context.userId().isEmpty();
    return plain ? context.id() : context.json();
  }

  /** The id alone, or an object with what is different; clients lay it over what they have. */
  private static Optional<Object> contextChange(EventContext before, EventContext after) {
    if (before.parentId().equals(after.parentId()) && before.userId().equals(after.userId())) {
      return before.id().equals(after.id()) ? Optional.empty() : Optional.of(after.id());
    }
    return Optional.of(after.json());
  }

  private static double seconds(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment) / MICROS;
  }
}
