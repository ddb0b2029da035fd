package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.homekeep.core.auth.Access;
import org.homekeep.core.bus.HubEvent;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.UtcTime;
import org.homekeep.core.wire.WireException;

/** The command {@code subscribe_events} (framework.md §1.5). */
final class EventSubscription {
  private static final String ALL = "*";

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

  private EventSubscription() {}

  static Command command(HubEvents events) {
    return Command.of(
        "subscribe_events",
        Access.USER,
        call -> subscribe(events, call),
        Shapes.Key.optional("event_type", Shapes.string()));
  }

  private static Future<CommandResult> subscribe(HubEvents events, CommandCall call) {
    String type = call.fields().getString("event_type", ALL);
    if (!call.principal().user().isAdmin() && !FOR_EVERYONE.contains(type)) {
      return Future.failedFuture(new WireException("unauthorized", "Unauthorized"));
    }
    call.subscribed(
        events.listen(
            event -> {
              if (type.equals(ALL) || type.equals(event.type())) {
                call.sendEvent(json(event));
              }
            }));
    return CommandResult.done();
  }

  private static JsonObject json(HubEvent event) {
    return new JsonObject()
        .put("event_type", event.type())
        .put("data", event.data())
        .put("origin", "LOCAL")
        .put("time_fired", UtcTime.format(event.fired()))
        .put(
            "context",
            new JsonObject().put("id", event.contextId()).putNull("parent_id").putNull("user_id"));
  }
}
