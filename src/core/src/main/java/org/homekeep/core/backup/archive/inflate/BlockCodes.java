package org.homekeep.core.backup.archive.inflate;

import java.io.IOException;
import java.util.Arrays;
import org.homekeep.core.backup.archive.ArchiveException;

/** The two codes of a compressed block: literals with lengths, and distances. */
final class BlockCodes {
  /** Bits of the first look-up among literals and lengths. */
  static final int LITERAL_ROOT = 11;

  /** Bits of the first look-up among distances. */
  static final int DISTANCE_ROOT = 9;

  /** Marks entries of literals and lengths that need a second look. */
  static final int SPECIAL = 1 << 30;

  /** Marks the entry that ends the block; with {@link #SPECIAL}. */
  static final int END = 1 << 29;

  /** Marks entries of distances that need a second look. */
  static final int SPECIAL_DISTANCE = 1 << 31;

  private static final int END_OF_BLOCK = 256;
  private static final int MAX_LITERALS = 286;
  private static final int MAX_DISTANCES = 30;
  private static final int CODE_ROOT = 7;
  private static final byte[] CODE_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LITERAL_TEMPLATES = literalTemplates();
  private static final int[] DISTANCE_TEMPLATES = distanceTemplates();
  private static final int[] CODE_TEMPLATES = codeTemplates();

  private final HuffmanTable literalTable = new HuffmanTable(LITERAL_ROOT, 288, SPECIAL);
  private final HuffmanTable distanceTable = new HuffmanTable(DISTANCE_ROOT, 32, SPECIAL_DISTANCE);
  private final HuffmanTable codeTable = new HuffmanTable(CODE_ROOT, 19, SPECIAL);
  private final byte[] lengths = new byte[320];
  private int literalCount;
  private int distanceCount;

  final int[] literals = literalTable.entries;
  final int[] distances = distanceTable.entries;

  /** Takes the code that a block without one has. */
  void fixed() {
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    Arrays.fill(lengths, 288, 320, (byte) 5);
    literalCount = 288;
    distanceCount = 32;
    literalTable.fill(lengths, 0, literalCount, LITERAL_TEMPLATES, false);
    distanceTable.fill(lengths, literalCount, distanceCount, DISTANCE_TEMPLATES, false);
  }

  /** Reads the code of a block that brings its own. */
  void read(InflateInput in) throws IOException {
    literalCount = in.take(5) + 257;
    distanceCount = in.take(5) + 1;
    int codes = in.take(4) + 4;
    if (literalCount > MAX_LITERALS || distanceCount > MAX_DISTANCES) {
      throw in.damaged("a block has too many lengths or distances");
    }
    Arrays.fill(lengths, 0, CODE_ORDER.length, (byte) 0);
    boolean any = false;
    for (int i = 0; i < codes; i++) {
      lengths[CODE_ORDER[i]] = (byte) in.take(3);
      any |= lengths[CODE_ORDER[i]] > 0;
    }
    if (!any) {
      throw withoutLengths(in);
    }
    if (!codeTable.fill(lengths, 0, CODE_ORDER.length, CODE_TEMPLATES, false)) {
      throw in.damaged("a block has a wrong code of lengths");
    }
    readLengths(in);
    if (lengths[END_OF_BLOCK] == 0) {
      throw in.damaged("a block has no end");
    }
    if (!build()) {
      throw in.damaged("a block has a wrong code");
    }
  }

  /** As zlib sees it, every length is then one bit long and none. */
  private ArchiveException withoutLengths(InflateInput in) throws IOException {
    for (int i = literalCount + distanceCount; i > 0; i--) {
      in.take(1);
    }
    return in.damaged("a block has no end");
  }

  private boolean build() {
    return literalTable.fill(lengths, 0, literalCount, LITERAL_TEMPLATES, true)
        && distanceTable.fill(lengths, literalCount, distanceCount, DISTANCE_TEMPLATES, true);
  }

  private void readLengths(InflateInput in) throws IOException {
    int total = literalCount + distanceCount;
    int filled = 0;
    while (filled < total) {
      in.want(CODE_ROOT);
      int entry = codeTable.entries[(int) in.bits & ((1 << CODE_ROOT) - 1)];
      int used = entry & HuffmanTable.USED;
      if (used > in.count) {
        throw in.truncated();
      }
      in.drop(used);
      int symbol = entry >>> 16;
      if (symbol < 16) {
        lengths[filled++] = (byte) symbol;
        continue;
      }
      int repeat =
          switch (symbol) {
            case 16 -> 3 + in.take(2);
            case 17 -> 3 + in.take(3);
            default -> 11 + in.take(7);
          };
      if (symbol == 16 && filled == 0) {
        throw in.damaged("a block repeats a length before the first");
      }
      byte length = symbol == 16 ? lengths[filled - 1] : 0;
      if (repeat > total - filled) {
        throw in.damaged("a block has too many lengths");
      }
      Arrays.fill(lengths, filled, filled + repeat, length);
      filled += repeat;
    }
  }

  /** The lengths that the code can be made of again. */
  CodeLengths lengths() {
    return new CodeLengths(Arrays.copyOf(lengths, literalCount + distanceCount), literalCount);
  }

  /** Takes a code by its lengths; false when it is none. */
  boolean restore(CodeLengths code) {
    literalCount = code.literals();
    distanceCount = code.distances();
    System.arraycopy(code.lengths(), 0, lengths, 0, literalCount + distanceCount);
    return build();
  }

  private static int[] literalTemplates() {
    int[] templates = new int[288];
    for (int i = 0; i < END_OF_BLOCK; i++) {
      templates[i] = HuffmanTable.LITERAL | i << 8;
    }
    templates[END_OF_BLOCK] = SPECIAL | END;
    int base = 3;
    for (int i = 0; i < 28; i++) {
      int extra = Math.max(0, i / 4 - 1);
      templates[257 + i] = base << 16 | extra;
      base += 1 << extra;
    }
    templates[285] = 258 << 16;
    templates[286] = SPECIAL | HuffmanTable.INVALID;
    templates[287] = SPECIAL | HuffmanTable.INVALID;
    return templates;
  }

  private static int[] distanceTemplates() {
    int[] templates = new int[32];
    int base = 1;
    for (int i = 0; i < 30; i++) {
      int extra = Math.max(0, i / 2 - 1);
      templates[i] = base << 16 | extra;
      base += 1 << extra;
    }
    templates[30] = SPECIAL_DISTANCE | HuffmanTable.INVALID;
    templates[31] = SPECIAL_DISTANCE | HuffmanTable.INVALID;
    return templates;
  }

  private static int[] codeTemplates() {
    int[] templates = new int[CODE_ORDER.length];
    for (int i = 0; i < templates.length; i++) {
      templates[i] = i << 16;
    }
    return templates;
  }
}
