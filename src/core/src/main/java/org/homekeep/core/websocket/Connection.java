package org.homekeep.core.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.http.Visitor;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
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
  private static final int LONGEST_AUTH_MESSAGE = 16 * 1024;

  /** Decoding more than this many characters takes too long for the event loop. */
  private static final int LARGE = 256 * 1024;

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

  private final HubRuntime runtime;
  private final AuthManager auth;
  private final CommandTable commands;
  private final WebsocketLimits limits;
  private final ServerWebSocket socket;
  private final HttpConnection transport;
  private final Visitor visitor;
  private final Outbox outbox;
  private final Worker decoder;
  private final List<Cancellable> cleanup = new ArrayList<>();
  private final Cancellable authDeadline;
  private final StrangerLimit limit;
  private Optional<CommandPhase> phase = Optional.empty();
  private boolean pongIsDue;
  private boolean closed;

  Connection(
      HubRuntime runtime,
      Worker decoder,
      AuthManager auth,
      CommandTable commands,
      WebsocketLimits limits,
      ServerWebSocket socket,
      HttpConnection transport,
      Visitor visitor) {
    this.runtime = runtime;
    this.decoder = decoder;
    this.auth = auth;
    this.commands = commands;
    this.limits = limits;
    this.socket = socket;
    this.transport = transport;
    this.visitor = visitor;
    this.outbox = new Outbox(runtime, limits, socket, this::cannotKeepUp);
    this.authDeadline = runtime.timers().after(limits.authentication(), this::close);
    this.limit = StrangerLimit.on(socket);
    cleanup.add(authDeadline);
  }

  /** Whether it has not yet been told who the client is. */
  boolean isStranger() {
    return phase.isEmpty();
  }

  /** Cuts off a stranger who takes the place of someone else. */
  void giveWay() {
    drop("A websocket client that has not logged in gives way to another one");
  }

  /**
   * Begins to speak.
   *
   * @param ended called once, when the connection is over
   */
  void start(Runnable ended) {
    cleanup.add(runtime.timers().every(limits.heartbeat(), this::heartbeat));
    socket.pongHandler(pong -> pongIsDue = false);
    socket.textMessageHandler(this::receive);
    socket.binaryMessageHandler(this::receiveBinary);
    socket.exceptionHandler(broken -> close());
    socket.closeHandler(
        gone -> {
          release();
          ended.run();
        });
    outbox.send(Messages.withVersion("auth_required", HomeAssistantVersion.CURRENT));
  }

  /** Sends what is ready and says goodbye. */
  void close() {
    if (!closed) {
      outbox.flush();
      release();
      socket.close(NORMAL);
    }
  }

  private void release() {
    closed = true;
    outbox.close();
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
    } else {
      command(phase.get(), frame);
    }
  }

  /** Nothing more is read while a worker decodes, so that the order of the frames stays. */
  private void command(CommandPhase commands, String frame) {
    if (frame.length() <= LARGE) {
      try {
        commands.receive(JsonText.decode(frame));
      } catch (DecodeException notJson) {
        close();
      }
      return;
    }
    socket.pause();
    decoder
        .run(() -> JsonText.decode(frame))
        .onSuccess(
            json -> {
              if (!closed) {
                commands.receive(json);
                socket.resume();
              }
            })
        .onFailure(notJson -> close());
  }

  private void receiveBinary(Buffer frame) {
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
            .flatMap(auth::authenticate);
    Optional<String> refusal =
        principal.isEmpty()
            ? Optional.of(BAD_TOKEN)
            : auth.refusal(principal.get().user(), visitor.address());
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
    cleanup.add(auth.onRevoked(token, this::close));
    visitor.loggedIn();
    limit.lift(socket);
    outbox.send(Messages.withVersion("auth_ok", HomeAssistantVersion.CURRENT));
    phase = Optional.of(new CommandPhase(commands, outbox, () -> auth.principal(token)));
  }

  private void heartbeat() {
    if (pongIsDue) {
      // Nobody is there to say goodbye to.
      drop("A websocket client does not answer and is disconnected");
    } else {
      pongIsDue = true;
      socket.writePing(Buffer.buffer());
    }
  }

  private void cannotKeepUp() {
    drop("Client unable to keep up with pending messages");
  }

  /** Cuts the connection: a goodbye would wait behind what the client does not read. */
  private void drop(String why) {
    if (!closed) {
      LOG.atWarn().addKeyValue("from", visitor.address().ip()).log(why);
      release();
      transport.close();
    }
  }
}
