package org.homekeep.core.websocket;

import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.MemoryBudget;

/**
 * The messages on their way to one client, bounded: a client that cannot keep up is given up
 * (framework.md §1.4).
 */
final class Outbox implements MemoryBudget.Holder {
  private static final int SOCKET_BUFFER = 1024 * 1024;

  /**
   * What Vert.x has of one client and has not sent. It gives that back some turns after a
   * connection was cut, and what waits here at once.
   */
  private static final long MOST_ON_THE_WAY = 256L * 1024;

  private static final int LARGEST_BATCH = 256;

  /** Clients refuse frames of more than 4 MiB; a message that is longer alone is their own wish. */
  private static final int LONGEST_BATCH = 1024 * 1024;

  private final HubRuntime runtime;
  private final WebsocketLimits.Outgoing limits;
  private final MemoryBudget budget;
  private final Supplier<Object> owner;
  private final ServerWebSocket socket;
  private final Runnable overflow;
  private final Queue<Message> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long sentBytes;
  private boolean coalescing;
  private boolean flushArmed;
  private boolean flushing;
  private boolean closed;
  private Optional<Cancellable> impatience = Optional.empty();

  /** A message and the bytes that it takes: counting them again costs as much as sending it. */
  private record Message(String text, long size) {}

  /**
   * @param owner whose connection it is
   * @param overflow called once when the client cannot keep up
   */
  Outbox(
      HubRuntime runtime,
      WebsocketLimits.Outgoing limits,
      MemoryBudget budget,
      Supplier<Object> owner,
      ServerWebSocket socket,
      Runnable overflow) {
    this.runtime = runtime;
    this.limits = limits;
    this.budget = budget;
    this.owner = owner;
    this.socket = socket;
    this.overflow = overflow;
    socket.setWriteQueueMaxSize(SOCKET_BUFFER);
    socket.drainHandler(drained -> flush());
    budget.join(this);
  }

  /** From now on, several messages that are ready go out in one frame. */
  void coalesce(boolean yes) {
    coalescing = yes;
  }

  void send(String message) {
    if (closed) {
      return;
    }
    long size = size(message);
    waiting.add(new Message(message, size));
    waitingBytes += size;
    budget.change(size);
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
    if (flushing) {
      return;
    }
    flushing = true;
    try {
      while (!waiting.isEmpty() && isReady()) {
        write();
      }
    } finally {
      flushing = false;
    }
    if (waiting.size() <= limits.tolerated()) {
      impatience.ifPresent(Cancellable::cancel);
      impatience = Optional.empty();
    }
  }

  private boolean isReady() {
    return !closed && sentBytes < MOST_ON_THE_WAY && !socket.writeQueueFull();
  }

  void close() {
    if (!closed) {
      closed = true;
      budget.leave(this);
      budget.change(-held());
      waiting.clear();
      impatience.ifPresent(Cancellable::cancel);
    }
  }

  /**
   * What a message takes: as a text, one or two bytes for each character, depending on the widest;
   * on its way, one to three for each.
   */
  private static long size(String message) {
    int widest = 0;
    long encoded = 0;
    for (int i = 0; i < message.length(); i++) {
      char each = message.charAt(i);
      widest |= each;
      encoded += each < 0x80 ? 1 : each < 0x800 ? 2 : 3;
    }
    return Math.max(encoded, widest > 0xff ? 2L * message.length() : message.length());
  }

  @Override
  public Object owner() {
    return owner.get();
  }

  /** How many bytes are held in memory for this client. */
  @Override
  public long held() {
    return waitingBytes + sentBytes;
  }

  @Override
  public void giveUp() {
    if (!closed) {
      close();
      overflow.run();
    }
  }

  private void write() {
    long before = waitingBytes;
    String frame = next();
    long bytes = before - waitingBytes;
    sentBytes += bytes;
    socket
        .writeTextMessage(frame)
        .onComplete(
            gone -> {
              if (!closed) {
                sentBytes -= bytes;
                budget.change(-bytes);
                flush();
              }
            });
  }

  private String next() {
    String first = take();
    if (!coalescing || waiting.isEmpty()) {
      return first;
    }
    StringBuilder batch = new StringBuilder("[").append(first);
    for (int i = 1; i < LARGEST_BATCH && fits(batch); i++) {
      batch.append(',').append(take());
    }
    return batch.append(']').toString();
  }

  private boolean fits(StringBuilder batch) {
    Message message = waiting.peek();
    return message != null && batch.length() + message.text().length() < LONGEST_BATCH;
  }

  private String take() {
    Message message = waiting.remove();
    waitingBytes -= message.size();
    return message.text();
  }

  private void check() {
    boolean tooMany = waiting.size() > limits.mostWaiting();
    // One large message alone is the client's own wish.
    boolean tooLarge = waiting.size() > 1 && waitingBytes > limits.mostBytes();
    if (tooMany || tooLarge) {
      giveUp();
    } else if (waiting.size() > limits.tolerated() && impatience.isEmpty()) {
      impatience = Optional.of(runtime.timers().after(limits.patience(), this::giveUp));
    }
  }
}
