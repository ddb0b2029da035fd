package org.homekeep.core.backup.archive.deflate;

/** Writes stretches of data as deflate blocks: dynamic, fixed or stored, whichever is smallest. */
final class BlockCoder {
  /** So short that four literals fit between two flushes. */
  private static final int MAX_LITERAL_BITS = 14;

  private static final int MAX_DISTANCE_BITS = 15;
  private final HuffmanCode literals =
      new HuffmanCode(DeflateFormat.LITERAL_SYMBOLS, MAX_LITERAL_BITS);
  private final HuffmanCode distances =
      new HuffmanCode(DeflateFormat.DISTANCE_SYMBOLS, MAX_DISTANCE_BITS);
  private final CodeLengths head = new CodeLengths();

  private final BodyWriter body = new BodyWriter();

  /** Writes {@code data[from..to)}, which the tokens describe to their end. */
  void write(byte[] data, int from, int to, Tokens tokens, boolean last, BitWriter out) {
    literals.build(tokens.literalCounts());
    distances.build(tokens.distanceCounts());
    head.prepare(literals, distances);
    long dynamic = head.cost() + bodyCost(tokens.literalCounts(), tokens.distanceCounts());
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

  private long bodyCost(int[] literalCounts, int[] distanceCounts) {
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
