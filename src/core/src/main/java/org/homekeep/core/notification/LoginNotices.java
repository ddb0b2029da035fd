package org.homekeep.core.notification;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.http.LoginWatch;

/**
 * Tells people of logins that failed, in one notification for each address (framework.md §12.1).
 * Nothing of what was tried is in it. A crowd of addresses shares a bounded number, so that it
 * drives nothing else away.
 */
final class LoginNotices implements LoginWatch {
  static final int MOST = 20;
  private static final String ID = "http-login-";

  private final Notifications notifications;

  /** The ids that were shown, the oldest first. */
  private final Deque<String> shown = new ArrayDeque<>();

  LoginNotices(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void failed(ClientAddress from) {
    show(
        from,
        "Login attempt failed",
        "Somebody at %s tried to log in or to use the hub, and could not show who they are. If that was not you, see that your password is good and that the hub is not open to the internet. The log says what was tried."
            .formatted(from.ip()));
  }

  @Override
  public void banned(ClientAddress from) {
    show(
        from,
        "Address banned",
        "The hub does not answer %s any more, because too many logins from there failed. An administrator can allow it again with the action http.unban."
            .formatted(from.ip()));
  }

  /** The address may come back: what was said of it is over. */
  void allowed(ClientAddress from) {
    notifications.dismiss(id(from));
  }

  private void show(ClientAddress from, String title, String message) {
    String id = id(from);
    if (!shown.contains(id)) {
      if (shown.size() >= MOST) {
        notifications.dismiss(shown.removeFirst());
      }
      shown.addLast(id);
    }
    notifications.show(id, Optional.of(title), message);
  }

  private static String id(ClientAddress from) {
    return ID + from.network();
  }
}
