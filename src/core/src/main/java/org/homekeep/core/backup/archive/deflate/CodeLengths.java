package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/** The head of a dynamic block: both codes as run-length coded code lengths (RFC 1951 §3.2.7). */
final class CodeLengths {
  private static final int MAX_CODE_BITS = 7;
  private static final int REPEAT = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int MIN_LITERALS = 257;
  private static final int MIN_CODE_LENGTHS = 4;

  private final byte[] lengths =
      new byte[DeflateFormat.LITERAL_SYMBOLS + DeflateFormat.DISTANCE_SYMBOLS];
  private final byte[] symbols = new byte[lengths.length];
  private final byte[] extras = new byte[lengths.length];
  private final int[] counts = new int[DeflateFormat.CODE_LENGTH_SYMBOLS];
  private final HuffmanCode code =
      new HuffmanCode(DeflateFormat.CODE_LENGTH_SYMBOLS, MAX_CODE_BITS);
  private int literalSymbols;
  private int distanceSymbols;
  private int codeLengths;
  private int items;

  void prepare(HuffmanCode literals, HuffmanCode distances) {
    literalSymbols = used(literals.lengths(), MIN_LITERALS);
    distanceSymbols = used(distances.lengths(), 1);
    System.arraycopy(literals.lengths(), 0, lengths, 0, literalSymbols);
    System.arraycopy(distances.lengths(), 0, lengths, literalSymbols, distanceSymbols);
    items = 0;
    Arrays.fill(counts, 0);
    int total = literalSymbols + distanceSymbols;
    for (int at = 0; at < total; ) {
      at += runAt(at, total);
    }
    code.build(counts);
    codeLengths = counts.length;
    while (codeLengths > MIN_CODE_LENGTHS
        && code.length(DeflateFormat.CODE_LENGTH_ORDER[codeLengths - 1]) == 0) {
      codeLengths--;
    }
  }

  private static int used(byte[] lengths, int least) {
    int used = lengths.length;
    while (used > least && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** Notes the lengths from a place on that one item, or a value and an item, stand for. */
  private int runAt(int at, int total) {
    byte value = lengths[at];
    int run = 1;
    while (at + run < total && lengths[at + run] == value) {
      run++;
    }
    if (value == 0) {
      return zeros(run);
    }
    note(value, 0);
    int repeat = Math.min(run - 1, 6);
    if (repeat < 3) {
      return 1;
    }
    note(REPEAT, repeat - 3);
    return 1 + repeat;
  }

  private int zeros(int run) {
    if (run >= 11) {
      int count = Math.min(run, 138);
      note(MANY_ZEROS, count - 11);
      return count;
    }
    if (run >= 3) {
      note(ZEROS, run - 3);
      return run;
    }
    note(0, 0);
    return 1;
  }

  private void note(int symbol, int extra) {
    symbols[items] = (byte) symbol;
    extras[items] = (byte) extra;
    items++;
    counts[symbol]++;
  }

  /** Bits that {@link #write} will write. */
  int cost() {
    int bits = 5 + 5 + 4 + 3 * codeLengths;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      bits += counts[symbol] * (code.length(symbol) + extraBits(symbol));
    }
    return bits;
  }

  void write(BitWriter out) {
    out.put(literalSymbols - MIN_LITERALS, 5);
    out.put(distanceSymbols - 1, 5);
    out.put(codeLengths - MIN_CODE_LENGTHS, 4);
    for (int i = 0; i < codeLengths; i++) {
      out.put(code.length(DeflateFormat.CODE_LENGTH_ORDER[i]), 3);
    }
    for (int i = 0; i < items; i++) {
      int symbol = symbols[i];
      out.add(code.code(symbol), code.length(symbol));
      out.put(extras[i] & 0xff, extraBits(symbol));
    }
  }

  private static int extraBits(int symbol) {
    return switch (symbol) {
      case REPEAT -> 2;
      case ZEROS -> 3;
      case MANY_ZEROS -> 7;
      default -> 0;
    };
  }
}
