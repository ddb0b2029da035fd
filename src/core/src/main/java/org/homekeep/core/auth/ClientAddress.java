package org.homekeep.core.auth;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a request comes from.
 *
 * @param ip of the peer of the connection
 * @param forwarded a proxy says that it speaks for someone else, so that the peer's own address
 *     tells nothing about where the user is
 */
public record ClientAddress(String ip, boolean forwarded) {
  private static final int IPV6_NETWORK_BYTES = 8;

  /**
   * Whether the user is at home: loopback, private or link-local (framework.md §12.3). Carrier NAT
   * is not.
   */
  public boolean isLocal() {
    return !forwarded && isLocalIp(ip);
  }

  /** Whether a text is an address of the local network, without asking any name server. */
  static boolean isLocalIp(String text) {
    return inet(text).filter(ClientAddress::isLocal).isPresent();
  }

  private static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || (address instanceof Inet4Address && address.isSiteLocalAddress())
        || (address instanceof Inet6Address && address.getAddress()[0] == (byte) 0xfd);
  }

  /** Whether it is this machine itself, as far as can be told. */
  public boolean isLoopback() {
    return inet(ip).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Who is counted as one attacker: an IPv4 address, or the 64 bits of an IPv6 network. */
  public String network() {
    return inet(ip)
        .map(
            address ->
                address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : address.getHostAddress())
        .orElse(ip);
  }

  /**
   * An address in its usual form, IPv4 that is written as IPv6 among them; empty for no address.
   */
  public static Optional<String> normalize(String text) {
    return inet(text).map(InetAddress::getHostAddress);
  }

  /** Without asking any name server. */
  private static Optional<InetAddress> inet(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException wrongLength) {
      return Optional.empty();
    }
  }
}
