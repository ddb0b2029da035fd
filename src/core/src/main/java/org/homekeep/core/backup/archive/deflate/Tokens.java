package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/**
 * What a parser made of a stretch of data: runs of literals, each followed by a match, and how
 * often each symbol occurs.
 *
 * <p>The last token has the literals at the end and no match. A token packs the length of its run,
 * of its match, and the distance, because the array is written and read once for every few bytes.
 * Symbols are counted while the parser has them at hand, which is cheaper than to go over the data
 * once more.
 */
final class Tokens {
  private static final int DISTANCE_BITS = 16;
  private static final int LENGTH_BITS = 9;

  private final long[] packed;
  private final int[] literalCounts = new int[DeflateFormat.LITERAL_SYMBOLS];
  private final int[] distanceCounts = new int[DeflateFormat.DISTANCE_SYMBOLS];
  private int count;

  /** Room for so many matches. */
  Tokens(int capacity) {
    this.packed = new long[capacity + 1];
  }

  /** Forgets all but that a block has an end. */
  void clear() {
    count = 0;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
    literalCounts[DeflateFormat.END_OF_BLOCK] = 1;
  }

  /** Counts {@code data[from..to)} as literals. */
  void countLiterals(byte[] data, int from, int to) {
    int[] counts = literalCounts;
    for (int at = from; at < to; at++) {
      counts[data[at] & 0xff]++;
    }
  }

  /** Takes back that {@code data[from..to)} are literals. */
  void uncountLiterals(byte[] data, int from, int to) {
    for (int at = from; at < to; at++) {
      literalCounts[data[at] & 0xff]--;
    }
  }

  /** Adds a match, and counts it, and before it literals, which have been counted. */
  void add(int literals, int length, int distance) {
    int extraBits = DeflateFormat.extraBitsOf(distance);
    literalCounts[DeflateFormat.FIRST_LENGTH + DeflateFormat.lengthSymbol(length)]++;
    distanceCounts[DeflateFormat.distanceSymbol(distance, extraBits)]++;
    packed[count++] = packed(literals, length, distance);
  }

  /** Notes literals at the end, which have been counted; no match follows: its length is 0. */
  void end(int literals) {
    packed[count++] = packed(literals, 0, 0);
  }

  private static long packed(int literals, int length, int distance) {
    return ((long) literals << (DISTANCE_BITS + LENGTH_BITS))
        | ((long) length << DISTANCE_BITS)
        | distance;
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

  /** For each literal, the end of the block, and each length symbol; a parser may add to it. */
  int[] literalCounts() {
    return literalCounts;
  }

  int[] distanceCounts() {
    return distanceCounts;
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
