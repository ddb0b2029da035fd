package org.homekeep.core.websocket;

import java.time.Duration;

/**
 * What a connection may cost the hub (framework.md §1.1, §1.4).
 *
 * @param authentication how long a client has to say who it is
 * @param heartbeat between two pings; a client that has not answered one by the next is gone
 * @param mostWaiting messages that wait for a slow client at any moment
 * @param tolerated messages that may wait for longer than {@code patience}
 * @param mostWaitingCharacters of all messages that wait
 * @param mostConnections at the same time
 */
public record WebsocketLimits(
    Duration authentication,
    Duration heartbeat,
    int mostWaiting,
    int tolerated,
    Duration patience,
    long mostWaitingCharacters,
    int mostConnections) {

  /** What Home Assistant allows, and bounds where it has none. */
  public static WebsocketLimits standard() {
    return new WebsocketLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(55),
        4096,
        1024,
        Duration.ofSeconds(10),
        8L * 1024 * 1024,
        256);
  }
}
