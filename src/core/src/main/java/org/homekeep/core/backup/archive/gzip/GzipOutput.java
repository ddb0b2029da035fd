package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One gzip stream (RFC 1952) without name and time, made with the JDK's deflate. */
final class GzipOutput extends OutputStream {
  private static final int BUFFER = 128 * 1024;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final Deflater deflater;
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[BUFFER];
  private final byte[] output = new byte[BUFFER];
  private int filled;
  private long total;
  private boolean begun;
  private boolean closed;

  GzipOutput(OutputStream out, int level) {
    this.out = out;
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    int done = 0;
    while (done < length) {
      if (filled == BUFFER) {
        deflateInput();
      }
      int count = Math.min(length - done, BUFFER - filled);
      System.arraycopy(data, offset + done, input, filled, count);
      filled += count;
      done += count;
    }
  }

  private void deflateInput() throws IOException {
    begin();
    crc.update(input, 0, filled);
    total += filled;
    deflater.setInput(input, 0, filled);
    filled = 0;
    while (!deflater.needsInput()) {
      drain();
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      out.write(HEADER);
    }
  }

  private void drain() throws IOException {
    int count = deflater.deflate(output, 0, BUFFER);
    out.write(output, 0, count);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      deflateInput();
      deflater.finish();
      while (!deflater.finished()) {
        drain();
      }
      ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      trailer.putInt((int) crc.getValue()).putInt((int) total);
      out.write(trailer.array());
    } finally {
      deflater.end();
    }
  }
}
