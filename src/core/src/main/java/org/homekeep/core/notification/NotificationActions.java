package org.homekeep.core.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.ActionHandler;
import org.homekeep.core.service.Actions;
import org.homekeep.core.wire.Shapes;

/** The actions {@code persistent_notification.create}, {@code dismiss} and {@code dismiss_all}. */
final class NotificationActions {
  private static final String DOMAIN = "persistent_notification";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_MESSAGE = 4000;

  private final Notifications notifications;
  private final Worker worker;
  private final Supplier<UnaryOperator<JsonObject>> redactions;

  /**
   * @param redactions gives what takes the secrets of this moment out of a document; that may block
   */
  NotificationActions(
      Notifications notifications, Worker worker, Supplier<UnaryOperator<JsonObject>> redactions) {
    this.notifications = notifications;
    this.worker = worker;
    this.redactions = redactions;
  }

  void register(Actions actions) {
    Action.Field id =
        new Action.Field(
            Shapes.Key.required("notification_id", Shapes.string(LONGEST_NAME)),
            "Notification ID",
            "Which notification to dismiss.");
    actions.add(
        action(
            "create",
            "Create",
            "Shows a notification to everyone who uses the hub.",
            "mdi:message-badge",
            List.of(
                new Action.Field(
                    Shapes.Key.required("message", Shapes.string(LONGEST_MESSAGE)),
                    "Message",
                    "What it says."),
                new Action.Field(
                    Shapes.Key.optional("title", Shapes.string(LONGEST_NAME)),
                    "Title",
                    "What stands above it."),
                new Action.Field(
                    Shapes.Key.optional("notification_id", Shapes.string(LONGEST_NAME)),
                    "Notification ID",
                    "A notification of the same ID is replaced.")),
            call -> create(call.data())));
    actions.add(
        action(
            "dismiss",
            "Dismiss",
            "Takes a notification away.",
            "mdi:bell-off",
            List.of(id),
            call -> {
              notifications.dismiss(call.data().getString("notification_id"));
              return nothing();
            }));
    actions.add(
        action(
            "dismiss_all",
            "Dismiss all",
            "Takes all notifications away.",
            "mdi:notification-clear-all",
            List.of(),
            call -> {
              notifications.dismissAll();
              return nothing();
            }));
  }

  private static Action action(
      String name,
      String title,
      String description,
      String icon,
      List<Action.Field> fields,
      ActionHandler handler) {
    return new Action(
        DOMAIN,
        name,
        title,
        description,
        icon,
        Access.MEMBER,
        fields,
        Action.Response.NONE,
        handler);
  }

  private static Future<JsonObject> nothing() {
    return Future.succeededFuture(new JsonObject());
  }

  /** What a client sends may be what a library told it, a password among it. */
  private Future<JsonObject> create(JsonObject data) {
    UnaryOperator<JsonObject> redaction = redactions.get();
    JsonObject words =
        new JsonObject()
            .put("title", data.getString("title", ""))
            .put("message", data.getString("message"));
    return worker
        .run(() -> redaction.apply(words))
        .map(
            clean -> {
              notifications.show(
                  data.getString("notification_id", HexId.next()),
                  Optional.of(clean.getString("title")).filter(title -> !title.isEmpty()),
                  clean.getString("message"));
              return new JsonObject();
            });
  }
}
