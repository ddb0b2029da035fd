package org.homekeep.core.backup.archive.part;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarReader;

/**
 * The members of a part, within limits.
 *
 * <p>A part is only whole when {@link #finish} returned: checksums and authentication come last.
 */
public final class PartTar implements Closeable {
  private static final long RATIO_FREE = 1L << 20;

  private final CountingInput in;
  private final TarReader tar;
  private final ArchiveLimits limits;
  private final long storedSize;
  private final byte[] scratch = new byte[64 * 1024];
  private long members;
  private long fileBytes;

  private PartTar(InputStream in, long storedSize, ArchiveLimits limits) {
    this.in = new CountingInput(in);
    this.tar = new TarReader(this.in);
    this.storedSize = storedSize;
    this.limits = limits;
  }

  /** Opens a part. */
  public static PartTar open(ProbedPart part, PartOpener opener, ArchiveLimits limits)
      throws IOException {
    return new PartTar(opener.openTar(part), part.member().entry().size(), limits);
  }

  /**
   * The members of a tar that was opened already.
   *
   * @param in the inner tar; closed with this
   * @param storedSize bytes of the part in the archive
   */
  public static PartTar of(InputStream in, long storedSize, ArchiveLimits limits) {
    return new PartTar(in, storedSize, limits);
  }

  /**
   * The next member.
   *
   * @throws ArchiveException.LimitExceeded before the data of a member that is too much
   */
  public Optional<TarEntry> next() throws IOException {
    Optional<TarEntry> next = tar.next();
    if (next.isPresent()) {
      members++;
      fileBytes = saturated(fileBytes + next.get().size());
      checkLimits();
    }
    return next;
  }

  private static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private void checkLimits() throws ArchiveException {
    if (members > limits.maxMembers()) {
      throw new ArchiveException.LimitExceeded(
          "The backup has more than " + limits.maxMembers() + " files and directories.");
    }
    if (fileBytes > limits.maxBytes()) {
      throw new ArchiveException.LimitExceeded(
          "The files in the backup have more than " + limits.maxBytes() + " bytes.");
    }
    if (fileBytes > RATIO_FREE && fileBytes / Math.max(1, storedSize) > limits.maxRatio()) {
      throw new ArchiveException.LimitExceeded(
          "The backup expands to more than " + limits.maxRatio() + " times its size.");
    }
  }

  /** The data of the current member. */
  public InputStream body() {
    return tar.body();
  }

  /** Reads over the data of the current member. */
  public void skipBody() throws IOException {
    drain(tar.body());
  }

  /** Reads what follows the end of the tar, so that everything is checked. */
  public void finish() throws IOException {
    drain(in);
  }

  private void drain(InputStream rest) throws IOException {
    while (rest.read(scratch) >= 0) {
      // Reading is the check.
    }
  }

  /** Bytes of the tar that were read. */
  public long position() {
    return in.count();
  }

  /** Whether it was decrypting or inflating that failed, and not the tar in it. */
  public boolean sourceFailed() {
    return in.failed();
  }

  /** Members seen. */
  public long members() {
    return members;
  }

  /** Bytes of the files seen. */
  public long fileBytes() {
    return fileBytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
