package org.homekeep.core.websocket;

import java.util.List;
import org.homekeep.api.Tunable;

/** What an operator can turn: {@code --set websocket.<name>=<value>}. */
public final class WebsocketTunables {
  /** The domain of these settings. */
  public static final String DOMAIN = "websocket";

  /** How many clients may be connected at the same time. */
  public static final Tunable<Integer> MOST_CONNECTIONS =
      Tunable.integer(
          "most_connections",
          2500,
          1,
          100_000,
          "How many websocket clients may be connected at the same time; each takes memory.");

  private WebsocketTunables() {}

  /** All of them. */
  public static List<Tunable<?>> all() {
    return List.of(MOST_CONNECTIONS);
  }
}
