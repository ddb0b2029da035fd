package org.homekeep.app.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.archive.ArchiveException;

/** An archive being read: moves the progress on, and ends when the user wants to stop. */
final class WatchedInput extends FilterInputStream {
  private final Progress progress;
  private final BooleanSupplier stopped;
  private long position;

  WatchedInput(InputStream in, Progress progress, BooleanSupplier stopped) {
    super(in);
    this.progress = progress;
    this.stopped = stopped;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    checkStopped();
    try {
      int count = in.read(buffer, offset, length);
      moved(Math.max(0, count));
      return count;
    } catch (ClosedChannelException closed) {
      checkStopped();
      throw closed;
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    checkStopped();
    long count = in.skip(bytes);
    moved(count);
    return count;
  }

  private void moved(long count) {
    position += count;
    progress.reached(position);
  }

  private void checkStopped() throws ArchiveException {
    if (stopped.getAsBoolean()) {
      throw new ArchiveException.Cancelled("Stopped.");
    }
  }
}
