package org.homekeep.core.backup.agent;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is read under the eyes of somebody who notices when it stands still. */
public final class WatchedInput extends FilterInputStream {
  private final Watch watch;

  /** Sees each read; called on the thread that reads. */
  @FunctionalInterface
  public interface Watch {

    /** Something is about to be read; throws when nothing more is wanted. */
    void passed() throws IOException;
  }

  public WatchedInput(InputStream in, Watch watch) {
    super(in);
    this.watch = watch;
  }

  @Override
  public int read() throws IOException {
    watch.passed();
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    watch.passed();
    return in.read(buffer, offset, length);
  }
}
