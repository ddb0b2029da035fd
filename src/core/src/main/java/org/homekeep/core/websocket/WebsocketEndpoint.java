package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homekeep.api.Cancellable;
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
  /** Each may make the hub hold 128 KiB; who is known is a stranger for a fraction of a second. */
  private static final int MOST_STRANGERS = 256;

  /** Room for five subscriptions of everyone, when as many as may are connected. */
  private static final long MOST_OF_SUBSCRIPTIONS = 8L * 1024 * 1024;

  private final Shared hub;
  private final Set<Connection> connections = new LinkedHashSet<>();

  /** Hears when nobody is connected any more. */
  private Promise<Void> allGone = Promise.promise();

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

  /**
   * Says goodbye to everyone.
   *
   * @param patience how long clients may take to answer; then they are cut off
   * @return succeeds when nobody is connected any more
   */
  public Future<Void> close(Duration patience) {
    List.copyOf(connections).forEach(Connection::close);
    if (connections.isEmpty()) {
      return Future.succeededFuture();
    }
    Cancellable impatience =
        hub.runtime()
            .timers()
            .after(
                patience,
                () -> {
                  List.copyOf(connections).forEach(Connection::cut);
                  allGone.tryComplete();
                });
    return allGone.future().onComplete(gone -> impatience.cancel());
  }

  private void gone(Connection connection) {
    connections.remove(connection);
    if (connections.isEmpty()) {
      Promise<Void> heard = allGone;
      allGone = Promise.promise();
      heard.tryComplete();
    }
  }

  private Future<HttpAnswer> upgrade(ApiRequest request) {
    HttpServerRequest raw = request.raw();
    if (!raw.canUpgradeToWebSocket()) {
      return Future.failedFuture(new HttpException(400, "This address is for websockets."));
    }
    List<Connection> strangers = connections.stream().filter(Connection::isStranger).toList();
    if (strangers.size() >= Math.min(MOST_STRANGERS, hub.limits().mostConnections())) {
      // They must not be able to keep everyone else out.
      giveWay(strangers.get(0));
    }
    return raw.toWebSocket()
        .recover(
            refused ->
                Future.failedFuture(new HttpException(400, "This is no handshake of a websocket.")))
        .map(
            socket -> {
              open(socket, request.visitor());
              return new HttpAnswer.Written();
            });
  }

  /** Nobody may take the places of all others: of the user who has most, the oldest gives way. */
  private void makeRoom() {
    if (connections.size() <= hub.limits().mostConnections()) {
      return;
    }
    Map<String, List<Connection>> byUser = new LinkedHashMap<>();
    connections.forEach(
        each ->
            each.userId()
                .ifPresent(
                    user -> byUser.computeIfAbsent(user, first -> new ArrayList<>()).add(each)));
    int known = byUser.values().stream().mapToInt(List::size).sum();
    if (known > hub.limits().mostConnections()) {
      byUser.values().stream()
          .max(Comparator.comparingInt(List::size))
          .ifPresent(most -> giveWay(most.get(0)));
    }
  }

  private void giveWay(Connection connection) {
    connections.remove(connection);
    connection.giveWay();
  }

  private void open(ServerWebSocket socket, Visitor visitor) {
    Connection connection = new Connection(hub, socket, visitor);
    connections.add(connection);
    connection.start(this::makeRoom, () -> gone(connection));
  }
}
