package org.homekeep.api.client;

import java.util.List;

/**
 * What an integration offers to clients while it is set up, whether it has entries or not. What has
 * the name of something that the hub has already is left out, and the log says so.
 */
public record ClientInterface(List<ClientCommand> commands, List<ClientRoute> routes) {
  private static final ClientInterface NONE = new ClientInterface(List.of(), List.of());

  public ClientInterface {
    commands = List.copyOf(commands);
    routes = List.copyOf(routes);
  }

  /** Nothing. */
  public static ClientInterface none() {
    return NONE;
  }
}
