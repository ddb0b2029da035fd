package org.homekeep.core.backup.restore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.read.ArchiveInput;

/**
 * How far a restore is that is done at a start. The restore tells it on its thread, and anybody may
 * ask on any other.
 */
public final class RestoreProgress {
  private static final String LOOKING = "Looking at the backup.";

  /** The sentence is made when somebody asks, and not at each byte. */
  private volatile Supplier<String> told = () -> LOOKING;

  /** A sentence for people. */
  public String sentence() {
    return told.get();
  }

  void at(String sentence) {
    told = () -> sentence;
  }

  /**
   * An archive that is being read in order to unpack some of it.
   *
   * @param what is unpacked, such as "the data"
   */
  InputStream unpacking(String what, Path archive) throws IOException {
    long size = Files.size(archive);
    Counted counted = new Counted(ArchiveInput.open(archive));
    told =
        () ->
            "Unpacking %s: %,d of %,d MB of the backup are read."
                .formatted(what, megabytes(counted.read.get()), megabytes(size));
    return counted;
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** Hears when all is unpacked, of which the disk may not have much yet. */
  ArchiveObserver observer() {
    return new ArchiveObserver() {
      @Override
      public void progressed(long bytes) {
        // What is read of the archive says more: its size is known.
      }

      @Override
      public boolean isCancelled() {
        return false;
      }

      @Override
      public void syncing() {
        at("Everything is unpacked; the disk is writing it.");
      }
    };
  }

  private static final class Counted extends FilterInputStream {
    private final AtomicLong read = new AtomicLong();

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        read.incrementAndGet();
      }
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      read.addAndGet(Math.max(0, count));
      return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      read.addAndGet(skipped);
      return skipped;
    }
  }
}
