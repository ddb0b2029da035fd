package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.http.Visitor;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.MemoryBudget;

/** {@code /api/websocket}, and everyone who is connected to it. */
public final class WebsocketEndpoint {
  /** Each may make the hub hold 128 KiB; those who are known do so in a fraction of a second. */
  private static final int MOST_STRANGERS = 256;

  /** Room for five subscriptions of everyone, when as many as may are connected. */
  private static final long MOST_OF_SUBSCRIPTIONS = 8L * 1024 * 1024;

  private final Shared hub;
  private final Set<Connection> connections = new LinkedHashSet<>();

  /**
   * @param commands capabilities may add theirs until the server listens
   */
  public WebsocketEndpoint(
      HubRuntime runtime,
      AuthManager auth,
      HubEvents events,
      CommandTable commands,
      WebsocketLimits limits) {
    this.hub =
        new Shared(
            runtime,
            runtime.worker("websocket", 1),
            auth,
            commands,
            limits,
            new MemoryBudget(limits.mostUnfinishedOfAll()),
            new MemoryBudget(limits.outgoing().mostBytesOfAll()),
            new MemoryBudget(MOST_OF_SUBSCRIPTIONS));
    ConnectionCommands.register(commands);
    new EventCommands(events).register(commands);
  }

  /** Adds the endpoint to the server. Anyone may connect; who they are, they say then. */
  public void register(Routes routes) {
    routes.add(HttpMethod.GET, "/api/websocket", Access.PUBLIC, BodyMode.NONE, this::upgrade);
  }

  /** Disconnects everyone. */
  public void close() {
    List.copyOf(connections).forEach(Connection::close);
  }

  private Future<HttpAnswer> upgrade(ApiRequest request) {
    HttpServerRequest raw = request.raw();
    if (!raw.canUpgradeToWebSocket()) {
      return Future.failedFuture(new HttpException(400, "This address is for websockets."));
    }
    boolean tooMany = connections.size() >= hub.limits().mostConnections();
    long strangers = connections.stream().filter(Connection::isStranger).count();
    if ((tooMany || strangers >= MOST_STRANGERS) && !makeRoom()) {
      return Future.failedFuture(new HttpException(503, "Too many clients are connected."));
    }
    return raw.toWebSocket()
        .map(
            socket -> {
              open(socket, request.visitor());
              return new HttpAnswer.Written();
            });
  }

  /** Strangers must not be able to keep everyone else out. */
  private boolean makeRoom() {
    Optional<Connection> oldest = connections.stream().filter(Connection::isStranger).findFirst();
    oldest.ifPresent(
        stranger -> {
          connections.remove(stranger);
          stranger.giveWay();
        });
    return oldest.isPresent();
  }

  private void open(ServerWebSocket socket, Visitor visitor) {
    Connection connection = new Connection(hub, socket, visitor);
    connections.add(connection);
    connection.start(() -> connections.remove(connection));
  }
}
