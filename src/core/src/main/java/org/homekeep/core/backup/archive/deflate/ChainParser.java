package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/**
 * Looks at many candidates for each place, and at the next place before it takes a match.
 *
 * <p>All places of the window whose four bytes have one hash form a chain, the nearest first.
 * Matches of three bytes are left out: what they save on some data they cost on other.
 */
final class ChainParser implements Parser {
  private static final int HASH_BITS = 15;
  private static final int NOWHERE = -BlockDeflater.WINDOW - 1;
  private static final int MASK = BlockDeflater.WINDOW - 1;
  private static final int SHORTEST = Integer.BYTES;

  /** After 2 to the power of this many bytes without a match it skips one. */
  private static final int PATIENCE = 9;

  /** Bits that a match has to save for the literal before it. */
  private static final int BETTER = 2;

  private final int depth;
  private final int goodEnough;
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] older = new int[BlockDeflater.WINDOW];

  /** Every place below is in its chain. */
  private int known;

  private int foundDistance;

  /**
   * A parser with nothing to look back to.
   *
   * @param depth candidates for a place, half as many once there is a match
   * @param goodEnough the length of a match that is taken at once
   */
  ChainParser(int depth, int goodEnough) {
    this.depth = depth;
    this.goodEnough = goodEnough;
  }

  @Override
  public void begin(byte[] data, int windowFrom, int from) {
    Arrays.fill(heads, NOWHERE);
    known = windowFrom;
    remember(data, from - TAIL);
  }

  private void remember(byte[] data, int to) {
    for (int at = known; at < to; at++) {
      int slot = Bytes.hash(Bytes.four(data, at), HASH_BITS);
      older[at & MASK] = heads[slot];
      heads[slot] = at;
    }
    known = Math.max(known, to);
  }

  @Override
  public int parse(byte[] data, int from, int softEnd, int to, Tokens tokens) {
    int end = Math.min(softEnd, to - TAIL);
    int matchedTo = from;
    int at = from;
    // The match that begins one place before, if there is one; else its length is 0.
    int held = 0;
    int heldDistance = 0;
    while (at < end || held > 0) {
      int length = at < end && held < goodEnough ? find(data, at, to, held) : 0;
      if (length > 0 && (held == 0 || gain(held, heldDistance, length) > BETTER)) {
        held = length;
        heldDistance = foundDistance;
        at++;
      } else if (held > 0) {
        tokens.countLiterals(data, matchedTo, at - 1);
        tokens.add(at - 1 - matchedTo, held, heldDistance);
        at += held - 1;
        matchedTo = at;
        held = 0;
        if (tokens.isFull()) {
          tokens.end(0);
          return at;
        }
      } else {
        at += 1 + ((at - matchedTo) >>> PATIENCE);
      }
    }
    int stretchEnd = Parser.endOfStretch(matchedTo, softEnd, to);
    tokens.countLiterals(data, matchedTo, stretchEnd);
    tokens.end(stretchEnd - matchedTo);
    return stretchEnd;
  }

  /** Roughly how many bits the match just found saves over another. */
  private int gain(int length, int distance, int foundLength) {
    int farther =
        Integer.numberOfLeadingZeros(distance) - Integer.numberOfLeadingZeros(foundDistance);
    return 4 * (foundLength - length) - farther;
  }

  /** The length of the longest match at a place, or 0 when none is longer than one before it. */
  private int find(byte[] data, int at, int to, int before) {
    remember(data, at);
    int limit = Math.min(DeflateFormat.MAX_MATCH, to - at);
    int four = Bytes.four(data, at);
    int best = Math.max(before, SHORTEST) - 1;
    int found = 0;
    int candidate = heads[Bytes.hash(four, HASH_BITS)];
    int left = best < limit ? depth >> (before > 0 ? 1 : 0) : 0;
    while (left-- > 0 && at - candidate <= BlockDeflater.WINDOW) {
      // A longer match has the bytes that end just past the best one; few candidates do.
      if (Bytes.four(data, candidate + best - 3) == Bytes.four(data, at + best - 3)
          && Bytes.four(data, candidate) == four) {
        int length = Bytes.common(data, candidate, at, SHORTEST, limit);
        if (length > best) {
          best = length;
          found = length;
          foundDistance = at - candidate;
          if (length >= goodEnough || length == limit) {
            break;
          }
        }
      }
      candidate = older[candidate & MASK];
    }
    return found;
  }
}
