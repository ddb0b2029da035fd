package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/**
 * Looks at many candidates for each place, and at the next places before it takes a match.
 *
 * <p>All places of the window whose four bytes have one hash form a chain, the nearest first.
 */
final class ChainParser implements Parser {
  private static final int HASH_BITS = 15;
  private static final int TRIPLE_HASH_BITS = 13;
  private static final int NOWHERE = -BlockDeflater.WINDOW - 1;
  private static final int MASK = BlockDeflater.WINDOW - 1;

  /** Three bytes from further away cost more than their literals. */
  private static final int TRIPLE_NEAR = 4 * 1024;

  private static final int PATIENCE = 9;
  private static final int BETTER = 2;
  private static final int MUCH_BETTER = 6;

  private final int depth;
  private final int goodEnough;
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] older = new int[BlockDeflater.WINDOW];
  private final int[] triples = new int[1 << TRIPLE_HASH_BITS];

  /** Every place below is in its chain. */
  private int known;

  private int foundLength;
  private int foundDistance;

  /**
   * A parser with nothing to look back to.
   *
   * @param depth candidates for a place, fewer once there is a match
   * @param goodEnough the length of a match that is taken at once
   */
  ChainParser(int depth, int goodEnough) {
    this.depth = depth;
    this.goodEnough = goodEnough;
  }

  @Override
  public void begin(byte[] data, int windowFrom, int from) {
    Arrays.fill(heads, NOWHERE);
    Arrays.fill(triples, NOWHERE);
    known = windowFrom;
    remember(data, from - TAIL);
  }

  private void remember(byte[] data, int to) {
    for (int at = known; at < to; at++) {
      int four = Bytes.four(data, at);
      int slot = Bytes.hash(four, HASH_BITS);
      older[at & MASK] = heads[slot];
      heads[slot] = at;
      triples[tripleSlot(four)] = at;
    }
    known = Math.max(known, to);
  }

  private static int tripleSlot(int four) {
    return Bytes.hash(four << Byte.SIZE, TRIPLE_HASH_BITS);
  }

  @Override
  public int parse(byte[] data, int from, int softEnd, int to, Tokens tokens) {
    int end = Math.min(softEnd, to - TAIL);
    int matchedTo = from;
    int at = from;
    while (at < end) {
      if (!find(data, at, to, DeflateFormat.MIN_MATCH - 1, depth)) {
        at += 1 + ((at - matchedTo) >>> PATIENCE);
        continue;
      }
      int length = foundLength;
      int distance = foundDistance;
      for (int later = findBetter(data, at, end, to, length, distance);
          later > 0;
          later = findBetter(data, at, end, to, length, distance)) {
        at += later;
        length = foundLength;
        distance = foundDistance;
      }
      tokens.add(at - matchedTo, length, distance);
      at += length;
      matchedTo = at;
      if (tokens.isFull()) {
        tokens.end(0);
        return at;
      }
    }
    return Parser.endStretch(tokens, matchedTo, softEnd, to);
  }

  /** How many places later there is a match that is worth the literals before it, or 0. */
  private int findBetter(byte[] data, int at, int end, int to, int length, int distance) {
    if (length >= goodEnough) {
      return 0;
    }
    if (at + 1 < end
        && find(data, at + 1, to, length - 1, depth >> 1)
        && gain(length, distance) > BETTER) {
      return 1;
    }
    boolean found = at + 2 < end && find(data, at + 2, to, length - 1, depth >> 2);
    return found && gain(length, distance) > MUCH_BETTER ? 2 : 0;
  }

  /** Roughly how many bits the found match saves over another. */
  private int gain(int length, int distance) {
    int farther =
        Integer.numberOfLeadingZeros(distance) - Integer.numberOfLeadingZeros(foundDistance);
    return 4 * (foundLength - length) - farther;
  }

  /** Finds the longest match at a place that is longer than so many bytes. */
  private boolean find(byte[] data, int at, int to, int longerThan, int candidates) {
    remember(data, at);
    int limit = Math.min(DeflateFormat.MAX_MATCH, to - at);
    int four = Bytes.four(data, at);
    int best = longerThan;
    foundDistance = 0;
    if (best < DeflateFormat.MIN_MATCH) {
      best = DeflateFormat.MIN_MATCH;
      findTriple(data, at, four);
    }
    int candidate = heads[Bytes.hash(four, HASH_BITS)];
    int left = best < limit ? candidates : 0;
    while (left-- > 0 && at - candidate <= BlockDeflater.WINDOW) {
      // A longer match has the bytes that end just past the best one; few candidates do.
      if (Bytes.four(data, candidate + best - 3) == Bytes.four(data, at + best - 3)
          && Bytes.four(data, candidate) == four) {
        int length = Bytes.common(data, candidate, at, Integer.BYTES, limit);
        if (length > best) {
          best = length;
          foundDistance = at - candidate;
          if (length >= goodEnough || length == limit) {
            break;
          }
        }
      }
      candidate = older[candidate & MASK];
    }
    foundLength = best;
    return foundDistance != 0;
  }

  private void findTriple(byte[] data, int at, int four) {
    int candidate = triples[tripleSlot(four)];
    if (at - candidate <= TRIPLE_NEAR && (Bytes.four(data, candidate) ^ four) << Byte.SIZE == 0) {
      foundDistance = at - candidate;
    }
  }
}
