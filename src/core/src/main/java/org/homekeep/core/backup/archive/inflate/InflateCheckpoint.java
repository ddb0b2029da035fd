package org.homekeep.core.backup.archive.inflate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * A place in a deflate stream from which it can be inflated without what lies before: between any
 * two symbols, at any bit.
 *
 * <p>It holds up to 32 KiB of what was inflated just before, so it is as secret as the data.
 */
public final class InflateCheckpoint {
  private static final int MAX_LITERALS = 288;
  private static final int MAX_DISTANCES = 32;

  private final long bit;
  private final long output;
  private final boolean last;
  private final int stored;
  private final Optional<CodeLengths> code;
  private final byte[] window;

  InflateCheckpoint(
      long bit, long output, boolean last, int stored, Optional<CodeLengths> code, byte[] window) {
    this.bit = bit;
    this.output = output;
    this.last = last;
    this.stored = stored;
    this.code = code;
    this.window = window;
  }

  /** The byte of the input to begin with, counted as the {@link InflateInput} counted. */
  public long inputByte() {
    return bit >>> 3;
  }

  /** The bytes of the stream that were inflated before this place. */
  public long output() {
    return output;
  }

  /** The bits of the first byte that were used before. */
  int bitsInUse() {
    return (int) (bit & 7);
  }

  /** Whether the present block is the last. */
  boolean last() {
    return last;
  }

  /** The bytes that are left of a stored block. */
  int stored() {
    return stored;
  }

  /** The code of the present block; none between blocks and in stored ones. */
  Optional<CodeLengths> code() {
    return code;
  }

  byte[] window() {
    return window;
  }

  /** Writes it for {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(bit);
    out.writeLong(output);
    out.writeBoolean(last);
    out.writeShort(stored);
    out.writeShort(code.map(CodeLengths::literals).orElse(0));
    out.writeShort(code.map(CodeLengths::distances).orElse(0));
    if (code.isPresent()) {
      out.write(code.get().lengths());
    }
    out.writeShort(window.length);
    out.write(window);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ArchiveException.Damaged when it cannot be
   */
  public static InflateCheckpoint read(DataInput in) throws IOException {
    long bit = in.readLong();
    long output = in.readLong();
    boolean last = in.readBoolean();
    int stored = in.readUnsignedShort();
    Optional<CodeLengths> code = readCode(in);
    byte[] window = new byte[in.readUnsignedShort()];
    in.readFully(window);
    if (bit < 0 || output < window.length || window.length > Inflation.WINDOW) {
      throw damaged();
    }
    return new InflateCheckpoint(bit, output, last, stored, code, window);
  }

  private static Optional<CodeLengths> readCode(DataInput in) throws IOException {
    int literals = in.readUnsignedShort();
    int distances = in.readUnsignedShort();
    if (literals == 0 && distances == 0) {
      return Optional.empty();
    }
    if (literals > MAX_LITERALS || distances > MAX_DISTANCES) {
      throw damaged();
    }
    byte[] lengths = new byte[literals + distances];
    in.readFully(lengths);
    for (byte length : lengths) {
      if (length < 0 || length > HuffmanTable.MAX_BITS) {
        throw damaged();
      }
    }
    return Optional.of(new CodeLengths(lengths, literals));
  }

  private static ArchiveException damaged() {
    return new ArchiveException.Damaged("A checkpoint of compressed data is damaged.");
  }
}
