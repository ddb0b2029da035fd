package org.homekeep.core.backup.archive.deflate;

/** The numbers of RFC 1951 §3.2.5–3.2.7. */
final class DeflateFormat {
  static final int STORED = 0;
  static final int FIXED = 1;
  static final int DYNAMIC = 2;

  static final int END_OF_BLOCK = 256;
  static final int FIRST_LENGTH = 257;
  static final int LITERAL_SYMBOLS = 286;
  static final int DISTANCE_SYMBOLS = 30;
  static final int CODE_LENGTH_SYMBOLS = 19;

  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;
  static final int MAX_STORED = 65_535;

  /** The order in which the lengths of the code length code are sent. */
  static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static final byte[] LENGTH_SYMBOLS = lengthSymbols();

  private DeflateFormat() {}

  /** The length symbol, counted from {@link #FIRST_LENGTH}, of a match of 3 to 258 bytes. */
  static int lengthSymbol(int length) {
    return LENGTH_SYMBOLS[length];
  }

  static int lengthExtraBits(int symbol) {
    return symbol < 8 || symbol == 28 ? 0 : (symbol - 4) >>> 2;
  }

  /** The shortest length of a symbol. */
  static int lengthBase(int symbol) {
    if (symbol == 28) {
      return MAX_MATCH;
    }
    int extra = lengthExtraBits(symbol);
    return MIN_MATCH + (extra == 0 ? symbol : (4 + (symbol & 3)) << extra);
  }

  /**
   * The bits of a distance of 1 to 32768, less 1, that its symbol does not say: its two highest are
   * in the symbol. Computed, because looking it up is slower.
   */
  static int extraBitsOf(int distance) {
    return Math.max(Integer.SIZE - 2 - Integer.numberOfLeadingZeros(distance - 1), 0);
  }

  /** The symbol of a distance of 1 to 32768 that has so many extra bits. */
  static int distanceSymbol(int distance, int extraBits) {
    return 2 * extraBits + ((distance - 1) >>> extraBits);
  }

  static int distanceExtraBits(int symbol) {
    return symbol < 4 ? 0 : (symbol - 2) >>> 1;
  }

  private static byte[] lengthSymbols() {
    byte[] symbols = new byte[MAX_MATCH + 1];
    for (int symbol = 0; symbol < 29; symbol++) {
      int base = lengthBase(symbol);
      int end = Math.min(MAX_MATCH, base + (1 << lengthExtraBits(symbol)) - 1);
      for (int length = base; length <= end; length++) {
        symbols[length] = (byte) symbol;
      }
    }
    return symbols;
  }
}
