package org.homekeep.core.backup.archive.tar;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes members one after the other to a stream.
 *
 * <p>After {@link #begin} exactly the announced number of bytes must be written; the stream given
 * stays open and belongs to the caller.
 */
public final class TarWriter {
  private static final byte[] ZEROS = new byte[TarFormat.RECORD + TarFormat.BLOCK];

  private final OutputStream out;
  private long written;
  private long missing;
  private int padding;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the header of a member. */
  public void begin(TarEntry entry) throws IOException {
    endMember();
    byte[] header = TarHeaders.encode(entry);
    out.write(header);
    written += header.length;
    missing = entry.size();
    padding = TarFormat.padding(entry.size());
  }

  /** Writes data of the member that was begun. */
  public void write(byte[] data, int offset, int length) throws IOException {
    if (length > missing) {
      throw new IllegalStateException("More data than the member's header announced.");
    }
    out.write(data, offset, length);
    missing -= length;
    written += length;
  }

  /** Fills what is missing of the member with zeros, and says how much that was. */
  public long fill() throws IOException {
    long filled = missing;
    while (missing > 0) {
      write(ZEROS, 0, (int) Math.min(ZEROS.length, missing));
    }
    return filled;
  }

  /** Ends the tar: two zero blocks, then zeros to a full record. */
  public void finish() throws IOException {
    endMember();
    int end = TarFormat.endSize(written);
    out.write(ZEROS, 0, end);
    written += end;
  }

  private void endMember() throws IOException {
    if (missing > 0) {
      throw new IllegalStateException("Less data than the member's header announced.");
    }
    out.write(ZEROS, 0, padding);
    written += padding;
    padding = 0;
  }
}
