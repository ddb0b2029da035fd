package org.homekeep.core.backup.restore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.read.ArchiveInput;

/**
 * How far a restore is that is done at a start. The restore tells it on its thread, and anybody may
 * ask on any other.
 */
public final class RestoreProgress {
  /** What is being done. */
  public enum Step {
    LOOKING("Looking at the backup."),
    RECOVERING("Finishing or taking back a restore that was interrupted."),
    UNPACKING("Unpacking %s: %,d of %,d MB of the backup are read."),
    WRITING("Everything is unpacked; the disk is writing it."),
    PLACING("Putting the data of the backup in its place."),
    TIDYING("Deleting what is not needed any more.");

    private final String sentence;

    Step(String sentence) {
      this.sentence = sentence;
    }

    /** What programs know it by. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A moment of a restore.
   *
   * @param what is unpacked, such as "the data"; empty in other steps
   * @param readBytes of the archive; 0 in other steps than unpacking, as the next
   * @param totalBytes that the archive has
   */
  public record Moment(Step step, String what, long readBytes, long totalBytes) {
    private Moment(Step step) {
      this(step, "", 0, 0);
    }

    /** For people. */
    public String sentence() {
      return step.sentence.formatted(what, megabytes(readBytes), megabytes(totalBytes));
    }

    private static long megabytes(long bytes) {
      return (bytes + (1 << 20) - 1) >> 20;
    }
  }

  /** The moment is made when somebody asks, and not at each byte. */
  private volatile Supplier<Moment> now = () -> new Moment(Step.LOOKING);

  /** Where it is. */
  public Moment now() {
    return now.get();
  }

  void at(Step step) {
    now = () -> new Moment(step);
  }

  /**
   * An archive that is being read in order to unpack some of it.
   *
   * @param what is unpacked, such as "the data"
   */
  InputStream unpacking(String what, Path archive) throws IOException {
    long size = Files.size(archive);
    Counted counted = new Counted(ArchiveInput.open(archive));
    now = () -> new Moment(Step.UNPACKING, what, counted.read.get(), size);
    return counted;
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
        at(Step.WRITING);
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
