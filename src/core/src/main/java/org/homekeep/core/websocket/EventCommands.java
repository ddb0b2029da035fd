package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.homekeep.core.auth.Access;
import org.homekeep.core.bus.EventContext;
import org.homekeep.core.bus.HubEvent;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.UtcTime;
import org.homekeep.core.wire.WireException;

/** The commands {@code subscribe_events} and {@code fire_event} (framework.md §1.5). */
final class EventCommands {
  private static final String ALL = "*";
  private static final int LONGEST_TYPE = 64;

  /** What everyone may hear; the rest is for administrators. */
  private static final Set<String> FOR_EVERYONE =
      Set.of(
          "area_registry_updated",
          "category_registry_updated",
          "component_loaded",
          "core_config_updated",
          "device_registry_updated",
          "entity_registry_updated",
          "floor_registry_updated",
          "label_registry_updated",
          "labs_updated",
          "lovelace_updated",
          "panels_updated",
          "persistent_notifications_updated",
          "recorder_5min_statistics_generated",
          "recorder_hourly_statistics_generated",
          "repairs_issue_registry_updated",
          "service_registered",
          "service_removed",
          "shopping_list_updated",
          "state_changed",
          "themes_updated");

  private final HubEvents events;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  /** A call that wants to hear of events. */
  private record Listener(CommandCall call, String type) {
    boolean wants(HubEvent event) {
      return type.equals(ALL) || type.equals(event.type());
    }
  }

  EventCommands(HubEvents events) {
    this.events = events;
    events.listen(this::tell);
  }

  void register(CommandTable commands) {
    commands.add(
        Command.of(
            "subscribe_events",
            Access.USER,
            this::subscribe,
            Shapes.Key.optional("event_type", Shapes.string())));
    commands.add(
        Command.of(
            "fire_event",
            Access.ADMIN,
            this::fire,
            Shapes.Key.required("event_type", Shapes.string()),
            Shapes.Key.optional("event_data", Shapes.openObject())));
  }

  private Future<CommandResult> subscribe(CommandCall call) {
    String type = call.fields().getString("event_type", ALL);
    if (!call.principal().user().isAdmin() && !FOR_EVERYONE.contains(type)) {
      return Future.failedFuture(new WireException(WireException.UNAUTHORIZED, "Unauthorized"));
    }
    Listener listener = new Listener(call, type);
    listeners.add(listener);
    call.subscribed(() -> listeners.remove(listener));
    return CommandResult.done();
  }

  private Future<CommandResult> fire(CommandCall call) {
    String type = call.fields().getString("event_type");
    if (type.isEmpty() || type.length() > LONGEST_TYPE || type.equals(ALL)) {
      return Future.failedFuture(
          new WireException(
              WireException.INVALID_FORMAT,
              "The type of an event has 1 to %d characters and is not '*'."
                  .formatted(LONGEST_TYPE)));
    }
    EventContext context = events.contextOf(call.principal().user().id());
    events.fire(type, call.fields().getJsonObject("event_data", new JsonObject()), context);
    return Future.succeededFuture(
        CommandResult.of(new JsonObject().put("context", context.json())));
  }

  /** Writes an event down once for all who want to hear of it. */
  private void tell(HubEvent event) {
    List<Listener> wanting = listeners.stream().filter(each -> each.wants(event)).toList();
    if (!wanting.isEmpty()) {
      EncodedEvent text = EncodedEvent.of(json(event));
      wanting.forEach(each -> each.call().sendEncoded(text));
    }
  }

  private static JsonObject json(HubEvent event) {
    return new JsonObject()
        .put("event_type", event.type())
        .put("data", event.data())
        .put("origin", "LOCAL")
        .put("time_fired", UtcTime.format(event.fired()))
        .put("context", event.context().json());
  }
}
