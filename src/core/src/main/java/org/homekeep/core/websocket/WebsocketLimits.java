package org.homekeep.core.websocket;

import java.time.Duration;

/**
 * What a connection may cost the hub (framework.md §1.1, §1.4).
 *
 * @param authentication how long a client has to say who it is
 * @param heartbeat between two pings; a client that has not answered one by the next is gone
 * @param answer how long the handler of a command may take
 * @param outgoing what may wait for clients that read slowly
 * @param mostUnfinishedOfAll bytes of messages of all clients that have not ended; when there are
 *     more, who has sent most is given up
 * @param mostCalls of one client that wait for their answers; more are not read until one has come
 * @param mostSubscriptions of one client
 * @param mostConnections of clients that are known, at the same time; when there are more, the user
 *     who has most loses the oldest
 */
public record WebsocketLimits(
    Duration authentication,
    Duration heartbeat,
    Duration answer,
    Outgoing outgoing,
    long mostUnfinishedOfAll,
    int mostCalls,
    int mostSubscriptions,
    int mostConnections) {

  /**
   * What may wait for clients that read slowly.
   *
   * @param mostWaiting messages that wait for one client at any moment
   * @param tolerated messages that may wait for longer than {@code patience}
   * @param mostBytes of all messages that wait for one client
   * @param mostBytesOfAll of all messages that wait for all clients, those that a socket has taken
   *     and not yet sent included; when there are more, who has most is given up
   */
  public record Outgoing(
      int mostWaiting, int tolerated, Duration patience, long mostBytes, long mostBytesOfAll) {}

  /** What Home Assistant allows, and bounds where it has none. */
  public static WebsocketLimits standard() {
    return new WebsocketLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(55),
        Duration.ofMinutes(5),
        new Outgoing(4096, 1024, Duration.ofSeconds(10), 8L * 1024 * 1024, 24L * 1024 * 1024),
        24L * 1024 * 1024,
        256,
        1000,
        WebsocketTunables.MOST_CONNECTIONS.fallback());
  }

  /** The same with another time to log in. */
  public WebsocketLimits withAuthentication(Duration time) {
    return new WebsocketLimits(
        time,
        heartbeat,
        answer,
        outgoing,
        mostUnfinishedOfAll,
        mostCalls,
        mostSubscriptions,
        mostConnections);
  }

  /** The same with another heartbeat. */
  public WebsocketLimits withHeartbeat(Duration interval) {
    return new WebsocketLimits(
        authentication,
        interval,
        answer,
        outgoing,
        mostUnfinishedOfAll,
        mostCalls,
        mostSubscriptions,
        mostConnections);
  }

  /** The same with another time to answer. */
  public WebsocketLimits withAnswer(Duration time) {
    return new WebsocketLimits(
        authentication,
        heartbeat,
        time,
        outgoing,
        mostUnfinishedOfAll,
        mostCalls,
        mostSubscriptions,
        mostConnections);
  }

  /** The same with other bounds of what waits. */
  public WebsocketLimits withOutgoing(Outgoing bounds) {
    return new WebsocketLimits(
        authentication,
        heartbeat,
        answer,
        bounds,
        mostUnfinishedOfAll,
        mostCalls,
        mostSubscriptions,
        mostConnections);
  }

  /** The same with another bound of what has not ended. */
  public WebsocketLimits withUnfinished(long bytes) {
    return new WebsocketLimits(
        authentication,
        heartbeat,
        answer,
        outgoing,
        bytes,
        mostCalls,
        mostSubscriptions,
        mostConnections);
  }

  /** The same with other bounds of what one client may have going. */
  public WebsocketLimits withCalls(int calls, int subscriptions) {
    return new WebsocketLimits(
        authentication,
        heartbeat,
        answer,
        outgoing,
        mostUnfinishedOfAll,
        calls,
        subscriptions,
        mostConnections);
  }

  /** The same with another number of connections. */
  public WebsocketLimits withConnections(int number) {
    return new WebsocketLimits(
        authentication,
        heartbeat,
        answer,
        outgoing,
        mostUnfinishedOfAll,
        mostCalls,
        mostSubscriptions,
        number);
  }
}
