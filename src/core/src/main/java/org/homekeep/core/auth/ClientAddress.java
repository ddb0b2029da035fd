package org.homekeep.core.auth;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Where a request comes from.
 *
 * @param ip of the peer of the connection
 * @param forwarded a proxy says that it speaks for someone else, so that the peer's own address
 *     tells nothing about where the user is
 */
public record ClientAddress(String ip, boolean forwarded) {

  /**
   * Whether the user is at home: loopback, private or link-local (framework.md §12.3). Carrier NAT
   * is not.
   */
  public boolean isLocal() {
    return !forwarded && isLocalIp(ip);
  }

  /** Whether a text is an address of the local network, without asking any name server. */
  static boolean isLocalIp(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || (address instanceof Inet4Address && address.isSiteLocalAddress())
          || (address instanceof Inet6Address && bytes[0] == (byte) 0xfd);
    } catch (UnknownHostException wrongLength) {
      return false;
    }
  }

  /** Who is counted as one attacker: an IPv4 address, or the 64 bits of an IPv6 network. */
  public String network() {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
    return bytes == null || bytes.length == 4 ? ip : HexFormat.of().formatHex(bytes, 0, 8);
  }
}
