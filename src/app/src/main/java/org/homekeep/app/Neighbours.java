package org.homekeep.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Finds out under which addresses other machines reach what listens here. */
final class Neighbours {
  private Neighbours() {}

  /**
   * The addresses for a browser on another machine.
   *
   * @param host that is listened on
   * @return none when that is not every network of this machine, or when the system does not tell
   */
  static List<String> addresses(String host, int port) {
    try {
      if (!InetAddress.getByName(host).isAnyLocalAddress()) {
        return List.of();
      }
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(address -> "http://%s:%d".formatted(address.getHostAddress(), port))
          .toList();
    } catch (UnknownHostException | SocketException unknown) {
      return List.of();
    }
  }
}
