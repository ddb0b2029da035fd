package org.homekeep.core;

import java.net.URI;

/** Makes the address that a browser opens from the one that the hub listens on. */
final class HubAddress {
  private HubAddress() {}

  /**
   * The address for people on this machine.
   *
   * @param host a name or an address; of {@code 0.0.0.0} and {@code ::}, which mean every network
   *     and which no browser can open, it is the loopback address
   */
  static URI of(String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String reachable =
        switch (bare) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> bare;
        };
    return URI.create(
        "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port);
  }
}
