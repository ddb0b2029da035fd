package org.homekeep.core.backup.archive.deflate;

import java.util.Arrays;

/**
 * A prefix code made for counted symbols, no code longer than a limit (RFC 1951 §3.2.2).
 *
 * <p>It is made anew for each block and keeps its arrays. When fewer than two symbols are used, the
 * code is filled up to two, because some decoders insist on complete codes.
 */
final class HuffmanCode {
  private static final int MAX_BITS = 15;

  private static final int DIGIT_BITS = 6;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

  private final int limit;
  private final byte[] lengths;
  private final int[] codes;
  private final int[] work;
  private final int[] digitStarts = new int[1 << DIGIT_BITS];
  private final int[] lengthCounts = new int[MAX_BITS + 1];
  private final int[] nextCodes = new int[MAX_BITS + 2];

  /** A symbol, and above it its count, for each that is used. */
  private long[] sorted;

  private long[] spare;

  HuffmanCode(int symbols, int limit) {
    this.limit = limit;
    this.lengths = new byte[symbols];
    this.codes = new int[symbols];
    this.sorted = new long[symbols];
    this.spare = new long[symbols];
    this.work = new int[symbols];
  }

  /** Makes the code; symbols that were not counted get none. */
  void build(int[] counts) {
    int used = sortUsed(counts);
    if (used < 2) {
      used = fillUp(used);
    }
    for (int i = 0; i < used; i++) {
      work[i] = (int) (sorted[i] >>> Short.SIZE);
    }
    depths(used);
    limitDepths(used);
    assignLengths(used);
    assignCodes();
  }

  /** Bits of the code of a symbol, 0 when it has none. */
  int length(int symbol) {
    return lengths[symbol];
  }

  byte[] lengths() {
    return lengths;
  }

  /** The code of a symbol as it is sent: its first bit is the lowest. */
  int code(int symbol) {
    return codes[symbol];
  }

  private int sortUsed(int[] counts) {
    int used = 0;
    long most = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (counts[symbol] != 0) {
        most = Math.max(most, counts[symbol]);
        sorted[used++] = ((long) counts[symbol] << Short.SIZE) | symbol;
      }
    }
    for (int bits = 0; most >>> bits != 0; bits += DIGIT_BITS) {
      sortByDigit(used, Short.SIZE + bits);
    }
    return used;
  }

  /** One pass of a radix sort, which for so few numbers beats sorting by comparing them. */
  private void sortByDigit(int used, int shift) {
    Arrays.fill(digitStarts, 0);
    for (int i = 0; i < used; i++) {
      digitStarts[digit(sorted[i], shift)]++;
    }
    int start = 0;
    for (int digit = 0; digit < digitStarts.length; digit++) {
      int count = digitStarts[digit];
      digitStarts[digit] = start;
      start += count;
    }
    for (int i = 0; i < used; i++) {
      spare[digitStarts[digit(sorted[i], shift)]++] = sorted[i];
    }
    long[] swap = sorted;
    sorted = spare;
    spare = swap;
  }

  private static int digit(long item, int shift) {
    return (int) (item >>> shift) & DIGIT_MASK;
  }

  private int fillUp(int used) {
    int taken = used == 0 ? -1 : (int) sorted[0] & 0xffff;
    int have = used;
    for (int symbol = 0; have < 2; symbol++) {
      if (symbol != taken) {
        sorted[have++] = (1L << Short.SIZE) | symbol;
      }
    }
    return have;
  }

  /**
   * Turns ascending counts into the depths of their leaves, descending, in place (Moffat and
   * Katajainen, 1995).
   */
  private void depths(int n) {
    int[] a = work;
    a[0] += a[1];
    int root = 0;
    int leaf = 2;
    for (int next = 1; next < n - 1; next++) {
      if (leaf >= n || a[root] < a[leaf]) {
        a[next] = a[root];
        a[root++] = next;
      } else {
        a[next] = a[leaf++];
      }
      if (leaf >= n || (root < next && a[root] < a[leaf])) {
        a[next] += a[root];
        a[root++] = next;
      } else {
        a[next] += a[leaf++];
      }
    }
    a[n - 2] = 0;
    for (int next = n - 3; next >= 0; next--) {
      a[next] = a[a[next]] + 1;
    }
    int available = 1;
    int used = 0;
    int depth = 0;
    int node = n - 2;
    int next = n - 1;
    while (available > 0) {
      while (node >= 0 && a[node] == depth) {
        used++;
        node--;
      }
      while (available > used) {
        a[next--] = depth;
        available--;
      }
      available = 2 * used;
      depth++;
      used = 0;
    }
  }

  /** Counts the depths, too deep ones at the limit, and lengthens others until the code fits. */
  private void limitDepths(int used) {
    Arrays.fill(lengthCounts, 0);
    long space = 0;
    for (int i = 0; i < used; i++) {
      int depth = Math.min(work[i], limit);
      lengthCounts[depth]++;
      space += 1L << (limit - depth);
    }
    for (long excess = space - (1L << limit); excess > 0; excess--) {
      int depth = limit - 1;
      while (lengthCounts[depth] == 0) {
        depth--;
      }
      lengthCounts[depth]--;
      lengthCounts[depth + 1] += 2;
      lengthCounts[limit]--;
    }
  }

  private void assignLengths(int used) {
    Arrays.fill(lengths, (byte) 0);
    int index = 0;
    for (int length = limit; length > 0; length--) {
      for (int i = 0; i < lengthCounts[length]; i++) {
        lengths[(int) sorted[index++] & 0xffff] = (byte) length;
      }
    }
    assert index == used;
  }

  private void assignCodes() {
    nextCodes[0] = 0;
    int code = 0;
    for (int length = 1; length <= limit; length++) {
      nextCodes[length] = code;
      code = (code + lengthCounts[length]) << 1;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length != 0) {
        codes[symbol] = Integer.reverse(nextCodes[length]++) >>> (Integer.SIZE - length);
      }
    }
  }
}
