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

  private static final int NEAR = 256;

  /** Distance indexes there are. */
  static final int DISTANCE_INDEXES = 2 * NEAR;

  private static final byte[] LENGTH_SYMBOLS = lengthSymbols();
  private static final byte[] DISTANCE_SYMBOL_OF_INDEX = distanceSymbols();

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
   * A number below {@link #DISTANCE_INDEXES} for a distance of 1 to 32768; distances that share it
   * share their symbol.
   */
  static int distanceIndex(int distance) {
    int index = distance - 1;
    return index < NEAR ? index : NEAR + (index >>> 7);
  }

  /** The distance symbol of an index. */
  static int distanceSymbol(int index) {
    return DISTANCE_SYMBOL_OF_INDEX[index];
  }

  static int distanceExtraBits(int symbol) {
    return symbol < 4 ? 0 : (symbol - 2) >>> 1;
  }

  /** The shortest distance of a symbol. */
  static int distanceBase(int symbol) {
    int extra = distanceExtraBits(symbol);
    return 1 + (extra == 0 ? symbol : (2 + (symbol & 1)) << extra);
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

  /** Distances to 256 one by one, above in steps of 128, where every symbol begins at a step. */
  private static byte[] distanceSymbols() {
    byte[] symbols = new byte[DISTANCE_INDEXES];
    for (int symbol = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
      int end = distanceBase(symbol) + (1 << distanceExtraBits(symbol));
      for (int distance = distanceBase(symbol); distance < end; distance++) {
        symbols[distanceIndex(distance)] = (byte) symbol;
      }
    }
    return symbols;
  }
}
