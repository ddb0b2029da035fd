package org.homekeep.core.backup.archive.deflate;

/**
 * What a parser made of a stretch of data: runs of literals, each followed by a match.
 *
 * <p>The last token has the literals at the end and no match. A token packs the length of its run,
 * of its match, and the distance, because the array is written and read once for every few bytes.
 */
final class Tokens {
  private static final int DISTANCE_BITS = 16;
  private static final int LENGTH_BITS = 9;

  private final long[] packed;
  private int count;

  /** Room for so many matches. */
  Tokens(int capacity) {
    this.packed = new long[capacity + 1];
  }

  void clear() {
    count = 0;
  }

  void add(int literals, int length, int distance) {
    packed[count++] =
        ((long) literals << (DISTANCE_BITS + LENGTH_BITS))
            | ((long) length << DISTANCE_BITS)
            | distance;
  }

  /** Notes literals at the end, which no match follows: its length is 0. */
  void end(int literals) {
    add(literals, 0, 0);
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == packed.length - 1;
  }

  long get(int index) {
    return packed[index];
  }

  static int literals(long token) {
    return (int) (token >>> (DISTANCE_BITS + LENGTH_BITS));
  }

  static int length(long token) {
    return (int) (token >>> DISTANCE_BITS) & ((1 << LENGTH_BITS) - 1);
  }

  static int distance(long token) {
    return (int) token & ((1 << DISTANCE_BITS) - 1);
  }
}
