package org.homekeep.core.websocket;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.homekeep.core.wire.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one client that are not yet handled. They are taken up in their order, some at a
 * time so that others have their turn, and no more is read from the socket while one of them waits
 * or too many calls have not been answered.
 */
final class Inbox {
  /** Decoding more than this many characters takes too long for the event loop. */
  private static final int LARGE = 256 * 1024;

  /** After so many messages of one client, others have their turn. */
  private static final int TURN = 32;

  private final Shared hub;
  private final ServerWebSocket socket;
  private final Consumer<@Nullable Object> handler;
  private final IncomingLimit limit;
  private final Runnable notJson;
  private final Queue<Iterator<? extends @Nullable Object>> frames = new ArrayDeque<>();
  private int calls;
  private int handled;
  private boolean decoding;
  private boolean draining;
  private boolean nextTurnArmed;
  private boolean paused;
  private boolean closed;

  /**
   * @param handler takes one message, an object if the client does as it should
   * @param limit hears what waits, and that all of it has been handled
   * @param notJson called when a frame holds something else
   */
  Inbox(
      Shared hub,
      ServerWebSocket socket,
      Consumer<@Nullable Object> handler,
      IncomingLimit limit,
      Runnable notJson) {
    this.hub = hub;
    this.socket = socket;
    this.handler = handler;
    this.limit = limit;
    this.notJson = notJson;
  }

  /** Takes one frame: a message, or a list of them. */
  void receive(String frame) {
    if (frame.length() <= LARGE) {
      try {
        add(JsonText.decode(frame));
      } catch (DecodeException wrong) {
        notJson.run();
      }
      return;
    }
    decoding = true;
    pace();
    hub.decoder()
        .run(() -> Optional.ofNullable(JsonText.decode(frame)))
        .onSuccess(
            json -> {
              decoding = false;
              add(json.orElse(null));
            })
        .onFailure(wrong -> notJson.run());
  }

  /** Whether the hub does not read what the client sends, and so hears no pong either. */
  boolean isPaused() {
    return paused;
  }

  /** A call was begun. */
  void began() {
    calls++;
  }

  /** A call was answered. */
  void ended() {
    calls--;
    drain();
  }

  void close() {
    closed = true;
    frames.clear();
    if (paused) {
      // The client's goodbye may come behind what nobody waits for any more.
      paused = false;
      socket.resume();
    }
  }

  private void add(@Nullable Object json) {
    frames.add(messages(json));
    drain();
    if (!frames.isEmpty()) {
      // It takes many times the memory of its text.
      limit.waits(JsonWeight.of(json));
    }
  }

  private static Iterator<? extends @Nullable Object> messages(@Nullable Object json) {
    return json instanceof JsonArray list
        ? list.iterator()
        : Collections.<@Nullable Object>singletonList(json).iterator();
  }

  private void drain() {
    if (draining || nextTurnArmed) {
      return;
    }
    draining = true;
    while (handled < TURN && isReady()) {
      Iterator<? extends @Nullable Object> frame = frames.element();
      if (frame.hasNext()) {
        handled++;
        handler.accept(frame.next());
      } else {
        frames.remove();
      }
    }
    draining = false;
    if (handled == TURN && !closed) {
      nextTurnArmed = true;
      hub.runtime().execute(this::nextTurn);
    }
    pace();
  }

  private void nextTurn() {
    nextTurnArmed = false;
    handled = 0;
    drain();
  }

  private boolean isReady() {
    return !closed && !frames.isEmpty() && calls < hub.limits().mostCalls();
  }

  private void pace() {
    boolean wait = decoding || nextTurnArmed || !frames.isEmpty();
    if (wait != paused && !closed) {
      paused = wait;
      if (wait) {
        socket.pause();
      } else {
        limit.delivered();
        socket.resume();
      }
    }
  }
}
