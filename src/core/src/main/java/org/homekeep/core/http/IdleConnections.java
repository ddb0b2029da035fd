package org.homekeep.core.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.MemoryBudget;
import org.homekeep.core.runtime.Timers;

/**
 * Closes connections on which nothing is asked for, so that strangers who connect and stay silent,
 * or send a header byte by byte, do not use up what the hub has. A request may take as long as it
 * needs; websockets look after themselves.
 */
final class IdleConnections {
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final int SWEEPS_TO_LIVE = 3;

  /** More than a home has clients; each costs some kilobytes and a file of the process. */
  static final int MOST = 4096;

  /** What all connections together may have sent of heads of requests that have not ended. */
  private static final long MOST_OF_HEADS = 1024L * 1024;

  private static final class Activity {
    private final UnfinishedHead head;
    private int underWay;
    private int idleSweeps;

    Activity(UnfinishedHead head) {
      this.head = head;
    }
  }

  private final Cancellable sweeping;
  private final int most;
  private final MemoryBudget heads = new MemoryBudget(MOST_OF_HEADS);

  /** All that are no websockets, the oldest first. */
  private final Map<HttpConnection, Activity> connections = new LinkedHashMap<>();

  private int open;

  /**
   * @param most connections at once, websockets among them
   */
  IdleConnections(Timers timers, int most) {
    this.most = most;
    this.sweeping = timers.every(SWEEP, this::sweep);
  }

  void close() {
    sweeping.cancel();
  }

  /** How many connections there are, websockets among them. */
  int open() {
    return open;
  }

  void opened(HttpConnection connection) {
    open++;
    UnfinishedHead head = Transport.prepare(connection, heads);
    connection.closeHandler(
        closed -> {
          open--;
          head.ended();
          connections.remove(connection);
        });
    if (open > most && !makeRoom()) {
      connection.close();
      return;
    }
    connections.put(connection, new Activity(head));
  }

  /** The oldest that asks for nothing gives way; whoever waits for an answer gets it. */
  private boolean makeRoom() {
    Optional<HttpConnection> idle =
        connections.entrySet().stream()
            .filter(entry -> entry.getValue().underWay == 0)
            .map(Map.Entry::getKey)
            .findFirst();
    idle.ifPresent(
        connection -> {
          connections.remove(connection);
          connection.close();
        });
    return idle.isPresent();
  }

  void began(HttpServerRequest request) {
    Activity activity = connections.get(request.connection());
    if (activity == null) {
      return;
    }
    activity.head.ended();
    if (request.canUpgradeToWebSocket()) {
      connections.remove(request.connection());
      // Only asking for a websocket is no reason to be spared: without one, it ends with an answer.
      request
          .response()
          .endHandler(
              refused -> {
                activity.head.begins();
                connections.put(request.connection(), activity);
              });
    } else {
      activity.underWay++;
      request
          .response()
          .endHandler(
              ended -> {
                activity.underWay--;
                activity.idleSweeps = 0;
                activity.head.begins();
              });
    }
  }

  private void sweep() {
    List.copyOf(connections.entrySet())
        .forEach(
            entry -> {
              Activity activity = entry.getValue();
              activity.idleSweeps = activity.underWay > 0 ? 0 : activity.idleSweeps + 1;
              if (activity.idleSweeps >= SWEEPS_TO_LIVE) {
                connections.remove(entry.getKey());
                entry.getKey().close();
              }
            });
  }
}
