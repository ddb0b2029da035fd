package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/** Writes stretches of data as deflate blocks: dynamic, fixed or stored, whichever is smallest. */
final class BlockCoder {
  /** So short that four literals fit between two flushes. */
  private static final int MAX_LITERAL_BITS = 14;

  private static final int MAX_DISTANCE_BITS = 15;
  private static final int VALUE_BITS = 24;
  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;

  private final int[] literalCounts = new int[DeflateFormat.LITERAL_SYMBOLS];
  private final int[] distanceCounts = new int[DeflateFormat.DISTANCE_SYMBOLS];
  private final HuffmanCode literals =
      new HuffmanCode(DeflateFormat.LITERAL_SYMBOLS, MAX_LITERAL_BITS);
  private final HuffmanCode distances =
      new HuffmanCode(DeflateFormat.DISTANCE_SYMBOLS, MAX_DISTANCE_BITS);
  private final CodeLengths head = new CodeLengths();

  /** For each byte its code and, above it, how many bits that is. */
  private final int[] literalBits = new int[256];

  /** The same for each length of a match, extra bits included. */
  private final int[] lengthBits = new int[DeflateFormat.MAX_MATCH + 1];

  private final int[] distanceBits = new int[DeflateFormat.DISTANCE_SYMBOLS];
  private final int[] distanceBases = new int[DeflateFormat.DISTANCE_SYMBOLS];

  BlockCoder() {
    Arrays.setAll(distanceBases, DeflateFormat::distanceBase);
  }

  /** Writes {@code data[from..to)}, which the tokens describe. */
  void write(byte[] data, int from, int to, Tokens tokens, boolean last, BitWriter out) {
    count(data, from, to, tokens);
    literals.build(literalCounts);
    distances.build(distanceCounts);
    head.prepare(literals, distances);
    long dynamic = head.cost() + bodyCost();
    if (storedCost(to - from, out) <= 3 + dynamic) {
      writeStored(data, from, to, last, out);
      return;
    }
    out.put((last ? 1 : 0) | (DeflateFormat.DYNAMIC << 1), 3);
    head.write(out);
    prepareBits();
    writeBody(data, from, to, tokens, out);
  }

  /** Writes bytes as they are. */
  void writeStored(byte[] data, int from, int to, boolean last, BitWriter out) {
    int at = from;
    do {
      int length = Math.min(DeflateFormat.MAX_STORED, to - at);
      boolean end = at + length == to;
      out.put(last && end ? 1 : 0, 3);
      out.alignToByte();
      out.put(length | ((long) (~length & 0xffff) << 16), 32);
      out.copy(data, at, length);
      at += length;
    } while (at < to);
  }

  /** The bits of a stored block, which begins with 3 bits and fills the byte. */
  private static long storedCost(int length, BitWriter out) {
    int blocks = Math.max(1, (length + DeflateFormat.MAX_STORED - 1) / DeflateFormat.MAX_STORED);
    int first = 3 + (-(out.pendingBits() + 3) & 7) + 32;
    return 8L * length + first + (blocks - 1) * 40L;
  }

  private void count(byte[] data, int from, int to, Tokens tokens) {
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
    int[] counts = literalCounts;
    int at = from;
    int n = tokens.count();
    for (int i = 0; i < n; i++) {
      long token = tokens.get(i);
      for (int end = at + Tokens.literals(token); at < end; at++) {
        counts[data[at] & 0xff]++;
      }
      int length = Tokens.length(token);
      counts[DeflateFormat.FIRST_LENGTH + DeflateFormat.lengthSymbol(length)]++;
      distanceCounts[DeflateFormat.distanceSymbol(Tokens.distance(token))]++;
      at += length;
    }
    for (; at < to; at++) {
      counts[data[at] & 0xff]++;
    }
    counts[DeflateFormat.END_OF_BLOCK] = 1;
  }

  private long bodyCost() {
    long bits = 0;
    for (int symbol = 0; symbol < literalCounts.length; symbol++) {
      int extra =
          symbol < DeflateFormat.FIRST_LENGTH
              ? 0
              : DeflateFormat.lengthExtraBits(symbol - DeflateFormat.FIRST_LENGTH);
      bits += (long) literalCounts[symbol] * (literals.length(symbol) + extra);
    }
    for (int symbol = 0; symbol < distanceCounts.length; symbol++) {
      int length = distances.length(symbol) + DeflateFormat.distanceExtraBits(symbol);
      bits += (long) distanceCounts[symbol] * length;
    }
    return bits;
  }

  private void prepareBits() {
    for (int symbol = 0; symbol < literalBits.length; symbol++) {
      literalBits[symbol] = literals.code(symbol) | (literals.length(symbol) << VALUE_BITS);
    }
    for (int length = DeflateFormat.MIN_MATCH; length <= DeflateFormat.MAX_MATCH; length++) {
      int symbol = DeflateFormat.lengthSymbol(length);
      int bits = literals.length(DeflateFormat.FIRST_LENGTH + symbol);
      int value =
          literals.code(DeflateFormat.FIRST_LENGTH + symbol)
              | ((length - DeflateFormat.lengthBase(symbol)) << bits);
      int total = bits + DeflateFormat.lengthExtraBits(symbol);
      lengthBits[length] = value | (total << VALUE_BITS);
    }
    for (int symbol = 0; symbol < distanceBits.length; symbol++) {
      distanceBits[symbol] = distances.code(symbol) | (distances.length(symbol) << VALUE_BITS);
    }
  }

  private void writeBody(byte[] data, int from, int to, Tokens tokens, BitWriter out) {
    int at = from;
    int n = tokens.count();
    for (int i = 0; i < n; i++) {
      long token = tokens.get(i);
      int end = at + Tokens.literals(token);
      writeLiterals(data, at, end, out);
      int length = Tokens.length(token);
      int bits = lengthBits[length];
      out.add(bits & VALUE_MASK, bits >>> VALUE_BITS);
      int distance = Tokens.distance(token);
      int symbol = DeflateFormat.distanceSymbol(distance);
      bits = distanceBits[symbol];
      int codeBits = bits >>> VALUE_BITS;
      long value = (bits & VALUE_MASK) | ((long) (distance - distanceBases[symbol]) << codeBits);
      out.add(value, codeBits + DeflateFormat.distanceExtraBits(symbol));
      out.flush();
      at = end + length;
    }
    writeLiterals(data, at, to, out);
    out.put(literals.code(DeflateFormat.END_OF_BLOCK), literals.length(DeflateFormat.END_OF_BLOCK));
  }

  private void writeLiterals(byte[] data, int from, int to, BitWriter out) {
    int at = from;
    for (; at + 4 <= to; at += 4) {
      literal(data[at], out);
      literal(data[at + 1], out);
      literal(data[at + 2], out);
      literal(data[at + 3], out);
      out.flush();
    }
    for (; at < to; at++) {
      literal(data[at], out);
      out.flush();
    }
  }

  private void literal(byte value, BitWriter out) {
    int bits = literalBits[value & 0xff];
    out.add(bits & VALUE_MASK, bits >>> VALUE_BITS);
  }
}
