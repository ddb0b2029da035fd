package org.homekeep.core.backup.archive.inflate;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Decodes the literals and copies of compressed blocks. */
final class SymbolLoop {
  /** Bytes that may be written behind the end that was asked for. */
  static final int SLACK = 3 + 258 + 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LITERAL_MASK = (1 << BlockCodes.LITERAL_ROOT) - 1;
  private static final int DISTANCE_MASK = (1 << BlockCodes.DISTANCE_ROOT) - 1;
  private static final int SUB_LITERAL_MASK =
      (1 << (HuffmanTable.MAX_BITS - BlockCodes.LITERAL_ROOT)) - 1;
  private static final int SUB_DISTANCE_MASK =
      (1 << (HuffmanTable.MAX_BITS - BlockCodes.DISTANCE_ROOT)) - 1;
  private static final int USED = HuffmanTable.USED;

  /** Bytes that one turn of the fast loop may look at. */
  private static final int AHEAD = 32;

  private final InflateInput in;
  private final BlockCodes codes;

  /** What was decoded: all before {@link #to} may be copied. */
  final byte[] out;

  /** Where the output ends, also after an exception. */
  int to;

  SymbolLoop(InflateInput in, BlockCodes codes, int size) {
    this.in = in;
    this.codes = codes;
    this.out = new byte[size + SLACK];
  }

  /** Decodes to the end of the block, or to a little behind {@code end}; whether it has ended. */
  boolean run(int end) throws IOException {
    boolean more = true;
    while (more && to < end) {
      more = in.limit - in.at >= AHEAD ? fast(end) : one();
    }
    return !more;
  }

  /** Decodes while the input buffer is far from its end; false when the block has ended. */
  private boolean fast(int end) throws IOException {
    byte[] out = this.out;
    byte[] buffer = in.buffer;
    int[] literals = codes.literals;
    int[] distances = codes.distances;
    int lastAt = in.limit - AHEAD;
    int at = in.at;
    long bits = in.bits;
    int count = in.count;
    int dst = to;
    while (at <= lastAt && dst < end) {
      bits |= (long) LONG.get(buffer, at) << count;
      at += (63 - count) >>> 3;
      count |= 56;
      int entry = literals[(int) bits & LITERAL_MASK];
      // Two literals of the first table leave enough bits for any length.
      if (entry < 0) {
        bits >>>= entry;
        count -= entry & USED;
        out[dst++] = (byte) (entry >> 8);
        entry = literals[(int) bits & LITERAL_MASK];
        if (entry < 0) {
          bits >>>= entry;
          count -= entry & USED;
          out[dst++] = (byte) (entry >> 8);
          entry = literals[(int) bits & LITERAL_MASK];
          if (entry < 0) {
            bits >>>= entry;
            count -= entry & USED;
            out[dst++] = (byte) (entry >> 8);
            continue;
          }
        }
      }
      if ((entry & BlockCodes.SPECIAL) != 0) {
        if ((entry & (BlockCodes.END | HuffmanTable.INVALID)) == 0) {
          int sub = (int) (bits >>> BlockCodes.LITERAL_ROOT) & SUB_LITERAL_MASK;
          entry = literals[((entry >>> 16) & 0x1fff) + sub];
          if (entry < 0) {
            bits >>>= entry;
            count -= entry & USED;
            out[dst++] = (byte) (entry >> 8);
            continue;
          }
        }
        if ((entry & BlockCodes.SPECIAL) != 0) {
          in.at = at;
          in.bits = bits >>> entry;
          in.count = count - (entry & USED);
          to = dst;
          if ((entry & BlockCodes.END) != 0) {
            return false;
          }
          throw in.damaged("a code that stands for nothing");
        }
      }
      int length = (entry >>> 16) + ((int) (bits & ~(-1L << entry)) >>> (entry >>> 8));
      bits >>>= entry;
      count -= entry & USED;
      bits |= (long) LONG.get(buffer, at) << count;
      at += (63 - count) >>> 3;
      count |= 56;
      entry = distances[(int) bits & DISTANCE_MASK];
      if (entry < 0 && (entry & HuffmanTable.INVALID) == 0) {
        int sub = (int) (bits >>> BlockCodes.DISTANCE_ROOT) & SUB_DISTANCE_MASK;
        entry = distances[((entry >>> 16) & 0x1fff) + sub];
      }
      int distance = (entry >>> 16) + ((int) (bits & ~(-1L << entry)) >>> (entry >>> 8));
      bits >>>= entry;
      count -= entry & USED;
      if (entry < 0 || distance > dst) {
        in.at = at;
        in.bits = bits;
        in.count = count;
        to = dst;
        throw badDistance(entry < 0);
      }
      int src = dst - distance;
      int stop = dst + length;
      if (distance >= 8) {
        LONG.set(out, dst, (long) LONG.get(out, src));
        LONG.set(out, dst + 8, (long) LONG.get(out, src + 8));
        for (int done = 16; done < length; done += 8) {
          LONG.set(out, dst + done, (long) LONG.get(out, src + done));
        }
      } else {
        repeat(out, src, dst, stop, distance);
      }
      dst = stop;
    }
    in.at = at;
    in.bits = bits;
    in.count = count;
    to = dst;
    return true;
  }

  private static void repeat(byte[] out, int src, int dst, int stop, int distance) {
    if (distance == 1) {
      Arrays.fill(out, dst, stop, out[src]);
      return;
    }
    for (int from = src, to = dst; to < stop; ) {
      out[to++] = out[from++];
    }
  }

  /** One symbol, near the end of the input, where every bit must be asked for. */
  private boolean one() throws IOException {
    in.want(HuffmanTable.MAX_BITS);
    int entry = codes.literals[(int) in.bits & LITERAL_MASK];
    if (entry >= 0
        && (entry & BlockCodes.SPECIAL) != 0
        && (entry & (BlockCodes.END | HuffmanTable.INVALID)) == 0) {
      int sub = (int) (in.bits >>> BlockCodes.LITERAL_ROOT) & SUB_LITERAL_MASK;
      entry = codes.literals[((entry >>> 16) & 0x1fff) + sub];
    }
    if (entry < 0) {
      value(entry, 0);
      out[to++] = (byte) (entry >> 8);
      return true;
    }
    if ((entry & BlockCodes.SPECIAL) != 0) {
      value(entry, 0);
      if ((entry & BlockCodes.END) != 0) {
        return false;
      }
      throw in.damaged("a code that stands for nothing");
    }
    int length = (entry >>> 16) + value(entry, entry >>> 8);
    in.want(HuffmanTable.MAX_BITS);
    entry = codes.distances[(int) in.bits & DISTANCE_MASK];
    if (entry < 0 && (entry & HuffmanTable.INVALID) == 0) {
      int sub = (int) (in.bits >>> BlockCodes.DISTANCE_ROOT) & SUB_DISTANCE_MASK;
      entry = codes.distances[((entry >>> 16) & 0x1fff) + sub];
    }
    int distance = (entry >>> 16) + value(entry, entry >>> 8);
    if (entry < 0 || distance > to) {
      throw badDistance(entry < 0);
    }
    repeat(out, to - distance, to, to + length, distance);
    to += length;
    return true;
  }

  /** Uses up the bits of an entry, and gives the number behind those of the code. */
  private int value(int entry, int code) throws IOException {
    int used = entry & USED;
    if (!in.want(used)) {
      throw in.truncated();
    }
    int value = (int) (in.bits & ~(-1L << used)) >>> code;
    in.drop(used);
    return value;
  }

  private IOException badDistance(boolean invalid) {
    return in.damaged(
        invalid ? "a code that stands for nothing" : "a copy of what is before the beginning");
  }
}
