package org.homekeep.core.websocket;

import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.StringJoiner;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.HubRuntime;

/**
 * The messages on their way to one client, bounded: a client that cannot keep up is given up
 * (framework.md §1.4).
 */
final class Outbox {
  private static final int SOCKET_BUFFER = 1024 * 1024;
  private static final int LARGEST_BATCH = 256;

  private final HubRuntime runtime;
  private final WebsocketLimits limits;
  private final ServerWebSocket socket;
  private final Runnable overflow;
  private final Queue<String> waiting = new ArrayDeque<>();
  private long waitingCharacters;
  private boolean coalescing;
  private boolean flushArmed;
  private boolean closed;
  private Optional<Cancellable> impatience = Optional.empty();

  /**
   * @param overflow called once when the client cannot keep up
   */
  Outbox(HubRuntime runtime, WebsocketLimits limits, ServerWebSocket socket, Runnable overflow) {
    this.runtime = runtime;
    this.limits = limits;
    this.socket = socket;
    this.overflow = overflow;
    socket.setWriteQueueMaxSize(SOCKET_BUFFER);
    socket.drainHandler(drained -> flush());
  }

  /** From now on, several messages that are ready go out in one frame. */
  void coalesce(boolean yes) {
    coalescing = yes;
  }

  void send(String message) {
    if (closed) {
      return;
    }
    waiting.add(message);
    waitingCharacters += message.length();
    if (!coalescing || waiting.size() >= LARGEST_BATCH) {
      flush();
    } else if (!flushArmed) {
      flushArmed = true;
      runtime.execute(this::flush);
    }
    check();
  }

  /** Hands to the socket what it takes; it calls again when it takes more. */
  void flush() {
    flushArmed = false;
    while (!closed && !waiting.isEmpty() && !socket.writeQueueFull()) {
      socket.writeTextMessage(next());
    }
    if (waiting.size() <= limits.tolerated()) {
      impatience.ifPresent(Cancellable::cancel);
      impatience = Optional.empty();
    }
  }

  void close() {
    closed = true;
    waiting.clear();
    impatience.ifPresent(Cancellable::cancel);
  }

  private String next() {
    if (!coalescing || waiting.size() == 1) {
      return take();
    }
    StringJoiner batch = new StringJoiner(",", "[", "]");
    for (int i = 0; i < LARGEST_BATCH && !waiting.isEmpty(); i++) {
      batch.add(take());
    }
    return batch.toString();
  }

  private String take() {
    String message = waiting.remove();
    waitingCharacters -= message.length();
    return message;
  }

  private void check() {
    boolean tooMany = waiting.size() > limits.mostWaiting();
    // One large message alone is the client's own wish.
    boolean tooLarge = waiting.size() > 1 && waitingCharacters > limits.mostWaitingCharacters();
    if (tooMany || tooLarge) {
      giveUp();
    } else if (waiting.size() > limits.tolerated() && impatience.isEmpty()) {
      impatience = Optional.of(runtime.timers().after(limits.patience(), this::giveUp));
    }
  }

  private void giveUp() {
    if (!closed) {
      close();
      overflow.run();
    }
  }
}
