package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/** Writes stretches of data as deflate blocks: dynamic, fixed or stored, whichever is smallest. */
final class BlockCoder {
  /** So short that four literals fit between two flushes. */
  private static final int MAX_LITERAL_BITS = 14;

  private static final int MAX_DISTANCE_BITS = 15;
  private final int[] literalCounts = new int[DeflateFormat.LITERAL_SYMBOLS];
  private final int[] distanceCounts = new int[DeflateFormat.DISTANCE_SYMBOLS];
  private final HuffmanCode literals =
      new HuffmanCode(DeflateFormat.LITERAL_SYMBOLS, MAX_LITERAL_BITS);
  private final HuffmanCode distances =
      new HuffmanCode(DeflateFormat.DISTANCE_SYMBOLS, MAX_DISTANCE_BITS);
  private final CodeLengths head = new CodeLengths();

  private final BodyWriter body = new BodyWriter();

  /** Writes {@code data[from..to)}, which the tokens describe to their end. */
  void write(byte[] data, int from, int to, Tokens tokens, boolean last, BitWriter out) {
    count(data, from, tokens);
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
    body.prepare(literals, distances);
    body.write(data, from, tokens, out);
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

  private void count(byte[] data, int from, Tokens tokens) {
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
    int[] counts = literalCounts;
    int at = from;
    int matches = tokens.count() - 1;
    for (int i = 0; i <= matches; i++) {
      long token = tokens.get(i);
      for (int end = at + Tokens.literals(token); at < end; at++) {
        counts[data[at] & 0xff]++;
      }
      if (i < matches) {
        int length = Tokens.length(token);
        int distance = Tokens.distance(token);
        int extraBits = DeflateFormat.extraBitsOf(distance);
        counts[DeflateFormat.FIRST_LENGTH + DeflateFormat.lengthSymbol(length)]++;
        distanceCounts[DeflateFormat.distanceSymbol(distance, extraBits)]++;
        at += length;
      }
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
}
