package org.homekeep.core.backup.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners every event, and remembers the last ones. Touched on the hub's context. */
public final class BackupEvents {
  private static final Logger LOG = LoggerFactory.getLogger(BackupEvents.class);

  private final List<Consumer<BackupEvent>> listeners = new ArrayList<>();
  private BackupEvent last = BackupEvent.Resting.BLOCKED;
  private Optional<BackupEvent> lastAction = Optional.empty();

  /** The state that the last event left. */
  public ManagerState state() {
    return last.managerState();
  }

  /** The last event of an operation, progress of uploads apart. */
  public Optional<BackupEvent> lastAction() {
    return lastAction;
  }

  /** Tells an event; a listener that fails harms no other. */
  public void fire(BackupEvent event) {
    if (!(event instanceof BackupEvent.Upload)) {
      last = event;
    }
    if (event instanceof BackupEvent.Step) {
      lastAction = Optional.of(event);
    }
    for (Consumer<BackupEvent> listener : List.copyOf(listeners)) {
      tell(listener, event);
    }
  }

  /** Tells the listener where things stand, and then every event until it is cancelled. */
  public Cancellable subscribe(Consumer<BackupEvent> listener) {
    tell(listener, last);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static void tell(Consumer<BackupEvent> listener, BackupEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException failed) {
      LOG.atError()
          .addKeyValue("state", event.managerState().wireName())
          .setCause(failed)
          .log("A listener of backup events failed");
    }
  }
}
