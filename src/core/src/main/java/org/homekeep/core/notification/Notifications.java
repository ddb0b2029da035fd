package org.homekeep.core.notification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;

/**
 * The one owner of all notifications; they end with this run of the hub. There is a bound on how
 * many there are, and the oldest gives way. Touched on the hub's context alone.
 */
final class Notifications {
  static final int MOST = 100;

  private final Clock clock;
  private final Map<String, Notification> byId = new LinkedHashMap<>();
  private final Set<Listener> listeners = new LinkedHashSet<>();

  /** What happened to notifications, in the words of the wire. */
  enum Change {
    ADDED,
    UPDATED,
    REMOVED
  }

  /** Hears of every change. */
  @FunctionalInterface
  interface Listener {
    void changed(Change change, List<Notification> notifications);
  }

  Notifications(Clock clock) {
    this.clock = clock;
  }

  /** Shows a text, in the place of another of the same id; nothing happens when that says it. */
  void show(String id, Optional<String> title, String message) {
    Notification shown = new Notification(id, title, message, clock.instant());
    Notification before = byId.get(id);
    if (before != null && before.saysTheSameAs(shown)) {
      return;
    }
    if (before == null && byId.size() >= MOST) {
      dismiss(byId.keySet().iterator().next());
    }
    byId.put(id, shown);
    tell(before == null ? Change.ADDED : Change.UPDATED, List.of(shown));
  }

  /** Nothing happens when there is none of that id. */
  void dismiss(String id) {
    Optional.ofNullable(byId.remove(id)).ifPresent(gone -> tell(Change.REMOVED, List.of(gone)));
  }

  void dismissAll() {
    List<Notification> gone = all();
    byId.clear();
    if (!gone.isEmpty()) {
      tell(Change.REMOVED, gone);
    }
  }

  /** The oldest first. */
  List<Notification> all() {
    return List.copyOf(byId.values());
  }

  Cancellable onChange(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(Change change, List<Notification> notifications) {
    new ArrayList<>(listeners).forEach(each -> each.changed(change, notifications));
  }
}
