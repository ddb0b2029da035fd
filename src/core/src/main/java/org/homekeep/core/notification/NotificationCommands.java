package org.homekeep.core.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;

/** The commands {@code persistent_notification/get} and {@code subscribe}. */
final class NotificationCommands {
  private final Notifications notifications;

  NotificationCommands(Notifications notifications) {
    this.notifications = notifications;
  }

  void register(CommandTable commands) {
    commands.add(Command.of("persistent_notification/get", Access.USER, this::get));
    commands.add(Command.of("persistent_notification/subscribe", Access.USER, this::subscribe));
  }

  private Future<CommandResult> get(CommandCall call) {
    JsonArray all = new JsonArray();
    notifications.all().forEach(each -> all.add(each.json()));
    return Future.succeededFuture(CommandResult.of(all));
  }

  private Future<CommandResult> subscribe(CommandCall call) {
    call.subscribed(
        notifications.onChange(
            (change, changed) ->
                call.sendEvent(event(change.name().toLowerCase(Locale.ROOT), changed))));
    return Future.succeededFuture(
        CommandResult.none().then(() -> call.sendEvent(event("current", notifications.all()))));
  }

  private static JsonObject event(String type, List<Notification> about) {
    JsonObject byId = new JsonObject();
    about.forEach(each -> byId.put(each.id(), each.json()));
    return new JsonObject().put("type", type).put("notifications", byId);
  }
}
