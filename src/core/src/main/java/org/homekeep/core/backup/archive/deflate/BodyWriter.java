package org.homekeep.core.backup.archive.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes what a dynamic block is about: literals and matches in its two codes.
 *
 * <p>Every byte of a backup passes here. So codes are looked up with their extra bits, and the bits
 * are collected in local variables, which stay in registers as the fields of {@link BitWriter} do
 * not. How many literals come before a match nobody can predict, no processor either: the last four
 * are written without a branch, those that are not there as codes of no bits.
 */
final class BodyWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LITERALS = 256;

  /** An entry has a value below and above it how many bits that is. */
  private static final int VALUE_BITS = 24;

  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;

  /** For each literal; in the upper half for each that is not there. */
  private final int[] literalEntries = new int[2 * LITERALS];

  /** For each length of a match, extra bits included; the end of the block has length 0. */
  private final int[] lengthEntries = new int[DeflateFormat.MAX_MATCH + 1];

  /** For each distance symbol. */
  private final int[] distanceEntries = new int[DeflateFormat.DISTANCE_SYMBOLS];

  /**
   * Takes the codes of a block.
   *
   * @param literals of at most 14 bits, so that four fit between two flushes, and a match does
   */
  void prepare(HuffmanCode literals, HuffmanCode distances) {
    for (int symbol = 0; symbol < LITERALS; symbol++) {
      literalEntries[symbol] = entry(literals, symbol, 0, 0);
    }
    lengthEntries[0] = entry(literals, DeflateFormat.END_OF_BLOCK, 0, 0);
    for (int length = DeflateFormat.MIN_MATCH; length <= DeflateFormat.MAX_MATCH; length++) {
      int symbol = DeflateFormat.lengthSymbol(length);
      int extra = length - DeflateFormat.lengthBase(symbol);
      lengthEntries[length] =
          entry(
              literals,
              DeflateFormat.FIRST_LENGTH + symbol,
              extra,
              DeflateFormat.lengthExtraBits(symbol));
    }
    for (int symbol = 0; symbol < DeflateFormat.DISTANCE_SYMBOLS; symbol++) {
      distanceEntries[symbol] = entry(distances, symbol, 0, 0);
    }
  }

  private static int entry(HuffmanCode code, int symbol, int extra, int extraBits) {
    int bits = code.length(symbol);
    return code.code(symbol) | (extra << bits) | ((bits + extraBits) << VALUE_BITS);
  }

  /** Writes the tokens, the first of which begins at a place, and the end of the block. */
  void write(byte[] data, int from, Tokens tokens, BitWriter writer) {
    BitWriter.Mark begin = writer.mark();
    byte[] out = writer.array();
    int position = begin.position();
    long bits = begin.bits();
    int count = begin.count();
    int at = from;
    int matches = tokens.count() - 1;
    int fours = data.length - 3;
    for (int i = 0; i <= matches; i++) {
      long token = tokens.get(i);
      int end = at + Tokens.literals(token);
      for (int last = Math.min(end, fours); at < last; at += 4) {
        int four = Bytes.four(data, at);
        int left = end - at;
        int e0 = literalEntries[four & 0xff];
        int e1 = literalEntries[(four >>> 8 & 0xff) | absent(left - 2)];
        int e2 = literalEntries[(four >>> 16 & 0xff) | absent(left - 3)];
        int e3 = literalEntries[four >>> 24 | absent(left - 4)];
        bits |= (long) (e0 & VALUE_MASK) << count;
        count += e0 >>> VALUE_BITS;
        bits |= (long) (e1 & VALUE_MASK) << count;
        count += e1 >>> VALUE_BITS;
        bits |= (long) (e2 & VALUE_MASK) << count;
        count += e2 >>> VALUE_BITS;
        bits |= (long) (e3 & VALUE_MASK) << count;
        count += e3 >>> VALUE_BITS;
        LONG.set(out, position, bits);
        position += count >>> 3;
        bits >>>= count & 56;
        count &= 7;
      }
      for (at = Math.min(at, end); at < end; at++) {
        int literal = literalEntries[data[at] & 0xff];
        bits |= (long) (literal & VALUE_MASK) << count;
        count += literal >>> VALUE_BITS;
        LONG.set(out, position, bits);
        position += count >>> 3;
        bits >>>= count & 56;
        count &= 7;
      }
      int length = Tokens.length(token);
      int entry = lengthEntries[length];
      bits |= (long) (entry & VALUE_MASK) << count;
      count += entry >>> VALUE_BITS;
      if (i < matches) {
        int distance = Tokens.distance(token);
        int extraBits = DeflateFormat.extraBitsOf(distance);
        entry = distanceEntries[DeflateFormat.distanceSymbol(distance, extraBits)];
        bits |= (long) (entry & VALUE_MASK) << count;
        count += entry >>> VALUE_BITS;
        bits |= (long) ((distance - 1) & ((1 << extraBits) - 1)) << count;
        count += extraBits;
      }
      LONG.set(out, position, bits);
      position += count >>> 3;
      bits >>>= count & 56;
      count &= 7;
      at += length;
    }
    writer.goTo(new BitWriter.Mark(position, bits, count));
  }

  /** Moves an index to the upper half when this is negative. */
  private static int absent(int left) {
    return left >>> (Integer.SIZE - 1) << 8;
  }
}
