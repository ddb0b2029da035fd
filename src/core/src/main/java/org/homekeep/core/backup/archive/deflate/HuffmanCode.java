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
    joinNodes(used);
    countLengths(used);
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
   * Builds the tree in place, joining the two rarest nodes again and again (Moffat and Katajainen,
   * 1995): ascending counts of leaves become, for each node above the leaves, the one above it.
   */
  private void joinNodes(int n) {
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
  }

  /**
   * Counts the leaves of each depth, from the root on, which has two: each further node takes the
   * place of a leaf and has two leaves below it. Where that would be too deep, the deepest leaf
   * that has room below it makes way instead.
   */
  private void countLengths(int n) {
    int[] depths = work;
    Arrays.fill(lengthCounts, 0);
    lengthCounts[1] = 2;
    depths[n - 2] = 0;
    for (int node = n - 3; node >= 0; node--) {
      int depth = depths[depths[node]] + 1;
      depths[node] = depth;
      int leaf = Math.min(depth, limit - 1);
      while (lengthCounts[leaf] == 0) {
        leaf--;
      }
      lengthCounts[leaf]--;
      lengthCounts[leaf + 1] += 2;
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
