package org.homekeep.core.backup.archive.deflate;

/**
 * What a parser made of a stretch of data: runs of literals, each followed by a match.
 *
 * <p>Literals after the last match are not noted; they go on to the end of the stretch. A token
 * packs the length of its run, of its match, and the distance, because the array is written and
 * read once for every few bytes.
 */
final class Tokens {
  private static final int DISTANCE_BITS = 16;
  private static final int LENGTH_BITS = 9;

  private final long[] packed;
  private int count;

  Tokens(int capacity) {
    this.packed = new long[capacity];
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

  int count() {
    return count;
  }

  boolean isFull() {
    return count == packed.length;
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
