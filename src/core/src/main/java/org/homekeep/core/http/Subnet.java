package org.homekeep.core.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that begin with the same bits.
 *
 * @param first one of them, in its usual form
 * @param bits how many bits they have in common
 */
public record Subnet(String first, int bits) {

  /**
   * Reads {@code 192.168.1.1}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Subnet parse(String text) {
    String[] parts = text.strip().split("/", 2);
    byte[] address = bytes(parts[0]);
    int all = address.length * Byte.SIZE;
    int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("no such network: " + text);
    }
    return new Subnet(parts[0], bits);
  }

  /**
   * Reads a list with commas; the empty text is the empty list.
   *
   * @throws IllegalArgumentException for what is no network, and for that of all addresses: who
   *     trusts everybody lets everybody be anybody
   */
  public static List<Subnet> parseList(String text) {
    List<Subnet> networks =
        Stream.of(text.split(",")).filter(item -> !item.isBlank()).map(Subnet::parse).toList();
    if (networks.stream().anyMatch(network -> network.bits() == 0)) {
      throw new IllegalArgumentException("everybody is no proxy: " + text);
    }
    return networks;
  }

  /** Whether an address is one of them. */
  public boolean contains(String ip) {
    byte[] own = bytes(first);
    byte[] other = bytes(ip);
    if (own.length != other.length) {
      return false;
    }
    BitSet different = bits(own);
    different.xor(bits(other));
    int firstDifference = different.nextSetBit(0);
    return firstDifference < 0 || firstDifference >= bits;
  }

  /** The first bit of the address is bit 0. */
  private static BitSet bits(byte[] address) {
    BitSet bits = new BitSet();
    for (int i = 0; i < address.length * Byte.SIZE; i++) {
      bits.set(i, (address[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1) == 1);
    }
    return bits;
  }

  private static byte[] bytes(String ip) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
    if (bytes == null) {
      throw new IllegalArgumentException("no address: " + ip);
    }
    try {
      return InetAddress.getByAddress(bytes).getAddress();
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(wrongLength);
    }
  }
}
