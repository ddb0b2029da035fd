package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/**
 * Takes the first match it sees, looking at one candidate for each place.
 *
 * <p>Its table is small enough to stay in the processor's first cache; that is worth more than the
 * matches that a larger one would find. It hashes five bytes, because few matches of four save
 * anything. Where nothing matches, as in pictures, it looks at ever fewer places.
 */
final class QuickParser implements Parser {
  private static final int HASH_BITS = 13;
  private static final int SHORTEST = 4;

  /** The shortest match from further away costs about as much as its literals. */
  private static final int NEAR = 4 * 1024;

  private final int[] places = new int[1 << HASH_BITS];
  private final int step;
  private final int patience;
  private int lowest;

  /**
   * A parser with nothing to look back to.
   *
   * @param step of the places in a match, every so manieth is remembered
   * @param patience after 2 to the power of this many bytes without a match it skips one, after
   *     twice as many two
   */
  QuickParser(int step, int patience) {
    this.step = step;
    this.patience = patience;
  }

  @Override
  public void begin(byte[] data, int windowFrom, int from) {
    lowest = windowFrom;
    Arrays.fill(places, windowFrom);
    remember(data, windowFrom, from - TAIL, 1);
  }

  private void remember(byte[] data, int from, int to, int every) {
    for (int at = from; at < to; at += every) {
      places[Bytes.hashOfFive(data, at, HASH_BITS)] = at;
    }
  }

  @Override
  public int parse(byte[] data, int from, int softEnd, int to, Tokens tokens) {
    int end = Math.min(softEnd, to - TAIL);
    // A local variable: a method that counted one literal would cost a tenth of the whole.
    int[] literalCounts = tokens.literalCounts();
    int matchedTo = from;
    int at = from;
    while (at < end) {
      int four = Bytes.four(data, at);
      int slot = Bytes.hashOfFive(data, at, HASH_BITS);
      int candidate = places[slot];
      places[slot] = at;
      if (Bytes.four(data, candidate) != four || !isBefore(candidate, at)) {
        literalCounts[four & 0xff]++;
        int skip = (at - matchedTo) >>> patience;
        at++;
        if (skip > 0) {
          for (int next = Math.min(at + skip, end); at < next; at++) {
            literalCounts[data[at] & 0xff]++;
          }
        }
        continue;
      }
      int limit = Math.min(DeflateFormat.MAX_MATCH, to - at);
      int length = Bytes.common(data, candidate, at, SHORTEST, limit);
      if (length == SHORTEST && at - candidate > NEAR) {
        literalCounts[four & 0xff]++;
        at++;
        continue;
      }
      int next = at + length;
      int before = commonBefore(data, candidate, at, matchedTo);
      before = Math.min(before, DeflateFormat.MAX_MATCH - length);
      tokens.uncountLiterals(data, at - before, at);
      tokens.add(at - before - matchedTo, length + before, at - candidate);
      if (tokens.isFull()) {
        tokens.end(0);
        return next;
      }
      remember(data, at + 1, Math.min(next, end), step);
      at = next;
      matchedTo = next;
    }
    int stretchEnd = Parser.endOfStretch(matchedTo, softEnd, to);
    tokens.countLiterals(data, at, stretchEnd);
    tokens.end(stretchEnd - matchedTo);
    return stretchEnd;
  }

  /** Whether a place is before another and in its window. */
  private static boolean isBefore(int candidate, int at) {
    return Integer.compareUnsigned(at - candidate - 1, BlockDeflater.WINDOW) < 0;
  }

  /** How many literals before a match belong to it. */
  private int commonBefore(byte[] data, int candidate, int at, int matchedTo) {
    int most = Math.min(at - matchedTo, candidate - lowest);
    int count = 0;
    while (count < most && data[at - count - 1] == data[candidate - count - 1]) {
      count++;
    }
    return count;
  }
}
