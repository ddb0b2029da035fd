package org.homekeep.core.backup.archive.inflate;

import java.util.Arrays;

/**
 * A Huffman code as a table that is looked up with the next bits of a stream.
 *
 * <p>An entry has the bits to use up in its low {@link #USED} bits: those of the code and the extra
 * bits behind it. Bits 8 to 12 have those of the code alone. The rest comes from the template of
 * its symbol. Codes longer than the table's root continue in a second table, whose beginning stands
 * in bits 16 to 28 of the entry.
 */
final class HuffmanTable {
  static final int MAX_BITS = 15;
  static final int USED = 63;

  /** Marks an entry that no symbol has. */
  static final int INVALID = 1 << 14;

  /** Marks an entry in a table of literals and lengths that is a literal. */
  static final int LITERAL = 1 << 31;

  private final int root;
  private final int special;
  private final int[] count = new int[MAX_BITS + 1];
  private final int[] next = new int[MAX_BITS + 1];
  private final int[] sorted;
  private final int subSize;
  final int[] entries;

  /**
   * A table to be filled.
   *
   * @param root bits of the first look-up
   * @param symbols at most so many
   * @param special marks entries that need a second look
   */
  HuffmanTable(int root, int symbols, int special) {
    this.root = root;
    this.special = special;
    this.sorted = new int[symbols];
    this.subSize = 1 << (MAX_BITS - root);
    // Every second table holds at least two of the symbols.
    this.entries = new int[(1 << root) + symbols / 2 * subSize];
  }

  /**
   * Fills the table with a canonical code.
   *
   * @param lengths of the codes of the symbols, 0 for none
   * @param from where the first symbol's length stands
   * @param symbols how many there are
   * @param templates what the entries of the symbols are made of
   * @param single whether a code of one symbol with one bit, or none at all, is good enough
   * @return false when the lengths make no complete code
   */
  boolean fill(byte[] lengths, int from, int symbols, int[] templates, boolean single) {
    Arrays.fill(count, 0);
    for (int i = 0; i < symbols; i++) {
      count[lengths[from + i]]++;
    }
    count[0] = 0;
    int free = 1;
    int longest = 0;
    for (int bits = 1; bits <= MAX_BITS; bits++) {
      next[bits] = next[bits - 1] + count[bits - 1];
      longest = count[bits] > 0 ? bits : longest;
      free = 2 * free - count[bits];
      if (free < 0) {
        return false;
      }
    }
    if (free > 0) {
      if (!single || longest > 1) {
        return false;
      }
      Arrays.fill(entries, 0, 1 << root, special | INVALID | 1);
    }
    for (int i = 0; i < symbols; i++) {
      int length = lengths[from + i];
      if (length > 0) {
        sorted[next[length]++] = i;
      }
    }
    place(templates);
    return true;
  }

  private void place(int[] templates) {
    int code = 0;
    int index = 0;
    int rootSize = 1 << root;
    int subEnd = rootSize;
    int prefix = -1;
    for (int bits = 1; bits <= MAX_BITS; bits++) {
      code <<= 1;
      for (int i = count[bits]; i > 0; i--) {
        int template = templates[sorted[index++]];
        int entry = template + (template < 0 ? bits : bits * 0x101);
        int reversed = Integer.reverse(code++) >>> (32 - bits);
        if (bits <= root) {
          for (int at = reversed; at < rootSize; at += 1 << bits) {
            entries[at] = entry;
          }
          continue;
        }
        if ((reversed & (rootSize - 1)) != prefix) {
          prefix = reversed & (rootSize - 1);
          entries[prefix] = special | subEnd << 16 | root;
          subEnd += subSize;
        }
        int sub = subEnd - subSize;
        for (int at = reversed >>> root; at < subSize; at += 1 << (bits - root)) {
          entries[sub + at] = entry;
        }
      }
    }
  }
}
