package org.homekeep.core.backup.archive.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes what a dynamic block is about: literals and matches in its two codes.
 *
 * <p>Every byte of a backup passes here. So codes are looked up with their extra bits, and the bits
 * are collected in local variables, which stay in registers as the fields of {@link BitWriter} do
 * not.
 */
final class BodyWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** An entry has a value below and above it how many bits that is. */
  private static final int VALUE_BITS = 24;

  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;

  private final int[] literalEntries = new int[256];

  /** For each length of a match, extra bits included; the end of the block has length 0. */
  private final int[] lengthEntries = new int[DeflateFormat.MAX_MATCH + 1];

  private final int[] distanceEntries = new int[DeflateFormat.DISTANCE_INDEXES];
  private final int[] distanceBases = new int[DeflateFormat.DISTANCE_INDEXES];
  private final int[] distanceExtraBits = new int[DeflateFormat.DISTANCE_INDEXES];

  BodyWriter() {
    Arrays.setAll(
        distanceBases, index -> DeflateFormat.distanceBase(DeflateFormat.distanceSymbol(index)));
    Arrays.setAll(
        distanceExtraBits,
        index -> DeflateFormat.distanceExtraBits(DeflateFormat.distanceSymbol(index)));
  }

  /**
   * Takes the codes of a block.
   *
   * @param literals of at most 14 bits, so that four fit between two flushes, and a match does
   */
  void prepare(HuffmanCode literals, HuffmanCode distances) {
    Arrays.setAll(literalEntries, symbol -> entry(literals, symbol, 0, 0));
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
    Arrays.setAll(
        distanceEntries, index -> entry(distances, DeflateFormat.distanceSymbol(index), 0, 0));
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
    for (int i = 0; i <= matches; i++) {
      long token = tokens.get(i);
      int end = at + Tokens.literals(token);
      while (at < end) {
        int next = Math.min(at + 4, end);
        for (; at < next; at++) {
          int literal = literalEntries[data[at] & 0xff];
          bits |= (long) (literal & VALUE_MASK) << count;
          count += literal >>> VALUE_BITS;
        }
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
        int index = DeflateFormat.distanceIndex(distance);
        entry = distanceEntries[index];
        bits |= (long) (entry & VALUE_MASK) << count;
        count += entry >>> VALUE_BITS;
        bits |= (long) (distance - distanceBases[index]) << count;
        count += distanceExtraBits[index];
      }
      LONG.set(out, position, bits);
      position += count >>> 3;
      bits >>>= count & 56;
      count &= 7;
      at = end + length;
    }
    writer.goTo(new BitWriter.Mark(position, bits, count));
  }
}
