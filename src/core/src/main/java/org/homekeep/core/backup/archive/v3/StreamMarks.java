package org.homekeep.core.backup.archive.v3;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * The state of a secretstream before some of its chunks, from which it can be read on.
 *
 * <p>Beyond a fixed number it keeps every second mark, so it does not grow with the stream. It
 * contains nothing that is not in the file for everybody to read.
 */
public final class StreamMarks {
  private static final int MAX = 1024;

  private final long[] states = new long[MAX];

  /** The first is the beginning. */
  private int count = 1;

  private long spacing = 1;

  /** The chunk of the nearest mark at or before a chunk; 0 is always there. */
  long nearest(long chunk) {
    return Math.min(chunk / spacing, count - 1) * spacing;
  }

  /** The state before a chunk that {@link #nearest} gave, unless it is the first. */
  long state(long chunk) {
    return states[(int) (chunk / spacing)];
  }

  /** Notes the state before a chunk; chunks may come again. */
  void note(long chunk, long state) {
    if (chunk != count * spacing) {
      return;
    }
    if (count == MAX) {
      for (int i = 0; i < MAX / 2; i++) {
        states[i] = states[2 * i];
      }
      count = MAX / 2;
      spacing *= 2;
    }
    states[count++] = state;
  }

  /** Writes them for {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(spacing);
    out.writeShort(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(states[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ArchiveException.Damaged when it cannot be
   */
  public static StreamMarks read(DataInput in) throws IOException {
    StreamMarks marks = new StreamMarks();
    marks.spacing = in.readLong();
    marks.count = in.readUnsignedShort();
    if (marks.spacing < 1
        || Long.bitCount(marks.spacing) > 1
        || marks.count < 1
        || marks.count > MAX) {
      throw new ArchiveException.Damaged("The marks of an encrypted stream are damaged.");
    }
    for (int i = 0; i < marks.count; i++) {
      marks.states[i] = in.readLong();
    }
    return marks;
  }
}
