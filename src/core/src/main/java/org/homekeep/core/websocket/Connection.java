package org.homekeep.core.websocket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.http.Visitor;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.wire.JsonText;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: who it is, whether it is still there, and when it is over (framework.md §1.1). */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final short NORMAL = 1000;
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int LONGEST_AUTH_MESSAGE = 16 * 1024;

  private static final String BAD_TOKEN = "Invalid access token or password";

  /** A password of the API is a relic: understood, and never right. */
  private static final Shape AUTH_WITH_PASSWORD =
      Shapes.object(
          Shapes.Key.required("type", Shapes.oneOf("auth")),
          Shapes.Key.required("api_password", Shapes.string()));

  private static final Shape AUTH =
      Shapes.object(
          Shapes.Key.required("type", Shapes.oneOf("auth")),
          Shapes.Key.required("access_token", Shapes.string()));

  private final Shared hub;
  private final ServerWebSocket socket;
  private final Visitor visitor;
  private final Outbox outbox;
  private final List<Cancellable> cleanup = new ArrayList<>();
  private final Cancellable authDeadline;
  private final IncomingLimit limit;
  private Runnable known = () -> {};
  private Optional<String> userId = Optional.empty();
  private Optional<CommandPhase> phase = Optional.empty();
  private boolean pongIsDue;
  private Optional<Cancellable> lastChance = Optional.empty();
  private boolean closed;

  Connection(Shared hub, ServerWebSocket socket, Visitor visitor) {
    this.hub = hub;
    this.socket = socket;
    this.visitor = visitor;
    this.outbox =
        new Outbox(
            hub.runtime(),
            hub.limits().outgoing(),
            hub.outgoing(),
            this::owner,
            socket,
            this::cannotKeepUp);
    this.authDeadline = hub.runtime().timers().after(hub.limits().authentication(), this::close);
    this.limit = IncomingLimit.on(socket, hub.incoming(), this::owner, this::sendsTooMuch);
    Pongs.on(socket);
    Transport.gather(socket);
    cleanup.add(authDeadline);
  }

  /** Whether it has not yet been told who the client is. */
  boolean isStranger() {
    return phase.isEmpty();
  }

  /** Who the client is; empty for a stranger. */
  Optional<String> userId() {
    return userId;
  }

  /** Whose memory it is that the connection takes. */
  private Object owner() {
    return userId.orElseGet(() -> visitor.address().ip());
  }

  /** Cuts off a client that takes the place of someone else. */
  void giveWay() {
    drop("There are too many websocket clients, and this one gives way to another");
  }

  /**
   * Begins to speak.
   *
   * @param known called once the client has said who it is
   * @param ended called once, when the connection is over
   */
  void start(Runnable known, Runnable ended) {
    this.known = known;
    cleanup.add(hub.runtime().timers().every(hub.limits().heartbeat(), this::heartbeat));
    socket.pongHandler(pong -> pongIsDue = false);
    socket.textMessageHandler(this::receive);
    socket.binaryMessageHandler(this::receiveBinary);
    socket.exceptionHandler(this::broken);
    socket.closeHandler(
        gone -> {
          release();
          ended.run();
        });
    outbox.send(Messages.withVersion("auth_required", HomeAssistantVersion.CURRENT));
  }

  /** Sends what is ready and says goodbye. */
  void close() {
    close(NORMAL);
  }

  /** Ends the connection at once, said goodbye or not. */
  void cut() {
    release();
    Transport.cut(socket);
  }

  private void close(short code) {
    if (!closed) {
      outbox.flush();
      release();
      socket.close(code);
    }
  }

  private void broken(Throwable cause) {
    boolean ordinary =
        cause instanceof IOException
            || cause instanceof HttpClosedException
            || cause instanceof CorruptedWebSocketFrameException;
    if (!ordinary && !closed) {
      LOG.atWarn()
          .addKeyValue("from", visitor.address().ip())
          .setCause(cause)
          .log("A websocket broke off for a reason that is the hub's");
    }
    close(codeOf(cause));
  }

  /** What RFC 6455 §7.4.1 has for what a client has done wrong. */
  private static short codeOf(Throwable broken) {
    return broken instanceof CorruptedWebSocketFrameException frame
        ? (short) frame.closeStatus().code()
        : NORMAL;
  }

  private void release() {
    closed = true;
    outbox.close();
    limit.close();
    cleanup.forEach(Cancellable::cancel);
    cleanup.clear();
    phase.ifPresent(CommandPhase::close);
  }

  private void receive(String frame) {
    if (closed) {
      return;
    }
    if (phase.isEmpty()) {
      authenticate(frame);
    } else if (phase.get().receive(frame)) {
      limit.delivered();
    }
  }

  private void receiveBinary(Buffer frame) {
    limit.delivered();
    if (phase.isEmpty() || frame.length() == 0) {
      close();
    } else {
      LOG.atWarn().addKeyValue("handler", frame.getByte(0)).log("Unknown binary handler");
    }
  }

  private void authenticate(String frame) {
    Object json;
    try {
      json = frame.length() > LONGEST_AUTH_MESSAGE ? frame : JsonText.decode(frame);
    } catch (DecodeException notJson) {
      json = frame;
    }
    if (!(json instanceof JsonObject message)) {
      close();
      return;
    }
    authDeadline.cancel();
    try {
      (message.containsKey("api_password") ? AUTH_WITH_PASSWORD : AUTH).check(message, "data");
    } catch (ShapeException wrong) {
      refuse("Auth message incorrectly formatted: " + wrong.getMessage());
      return;
    }
    Optional<Principal> principal =
        Optional.ofNullable(message.getString("access_token"))
            .map(Secret::of)
            .flatMap(hub.auth()::authenticate);
    Optional<String> refusal =
        principal.isEmpty()
            ? Optional.of(BAD_TOKEN)
            : hub.auth().refusal(principal.get().user(), visitor.address());
    refusal.ifPresentOrElse(
        reason -> {
          LOG.atWarn()
              .addKeyValue("from", visitor.address().ip())
              .addKeyValue("reason", reason)
              .log("A websocket client was refused");
          visitor.failedLogin();
          refuse(reason);
        },
        () -> principal.ifPresent(this::accept));
  }

  private void refuse(String reason) {
    outbox.send(Messages.authInvalid(reason));
    close();
  }

  private void accept(Principal principal) {
    String token = principal.refreshTokenId();
    cleanup.add(hub.auth().onRevoked(token, this::close));
    visitor.loggedIn();
    userId = Optional.of(principal.user().id());
    limit.lift();
    outbox.send(Messages.withVersion("auth_ok", HomeAssistantVersion.CURRENT));
    phase =
        Optional.of(
            new CommandPhase(
                hub,
                socket,
                outbox,
                () -> hub.auth().principal(token),
                this::owner,
                limit,
                this::close,
                this::listensToTooMuch));
    known.run();
  }

  private void heartbeat() {
    // What is not read may hold the pong.
    boolean listening = phase.filter(CommandPhase::isPaused).isEmpty();
    if (!pongIsDue) {
      pongIsDue = true;
      socket.writePing(Buffer.buffer());
    } else if (listening && lastChance.isEmpty()) {
      // The pong may have come while the machine slept or was too busy to read it.
      Cancellable grace = hub.runtime().timers().after(GRACE, this::giveUpIfSilent);
      lastChance = Optional.of(grace);
      cleanup.add(grace);
    }
  }

  private void giveUpIfSilent() {
    lastChance.ifPresent(cleanup::remove);
    lastChance = Optional.empty();
    if (pongIsDue) {
      // Nobody is there to say goodbye to.
      drop("A websocket client does not answer and is disconnected");
    }
  }

  private void cannotKeepUp() {
    drop("Client unable to keep up with pending messages");
  }

  private void listensToTooMuch() {
    drop("A websocket client listens to more than there is memory for");
  }

  private void sendsTooMuch() {
    drop("A websocket client begins messages that take too much memory before they end");
  }

  /** Cuts the connection: a goodbye would wait behind what the client does not read. */
  private void drop(String why) {
    if (!closed) {
      LOG.atWarn().addKeyValue("from", visitor.address().ip()).log(why);
      release();
      Transport.cut(socket);
    }
  }
}
