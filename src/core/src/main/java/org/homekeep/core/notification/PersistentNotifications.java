package org.homekeep.core.notification;

import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.service.Actions;
import org.homekeep.core.websocket.CommandTable;

/** The notifications of a hub, put together. */
public final class PersistentNotifications {
  private PersistentNotifications() {}

  /**
   * Adds the commands and actions, and begins to tell of failed logins.
   *
   * @param redactions gives what takes the secrets of this moment out of a document; that may block
   */
  public static void register(
      HubRuntime runtime,
      HubHttpServer server,
      CommandTable commands,
      Actions actions,
      Supplier<UnaryOperator<JsonObject>> redactions) {
    Notifications notifications = new Notifications(runtime.clock());
    LoginNotices notices = new LoginNotices(notifications);
    server.watchLogins(notices);
    new NotificationCommands(notifications).register(commands);
    new NotificationActions(notifications, runtime.worker("notifications", 1), redactions)
        .register(actions);
    new UnbanAction(server, notices).register(actions);
  }
}
