package org.homekeep.integrations.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.homekeep.api.backup.ArchiveSource;

/** An archive as the body of one request, read while it is sent. */
final class ArchiveEntity extends AbstractHttpEntity {
  private static final int PIECE = 64 * 1024;

  private final ArchiveSource source;
  private final long size;
  private final LongConsumer sent;

  /**
   * @param sent hears how many bytes went to the socket so far
   */
  ArchiveEntity(ArchiveSource source, long size, LongConsumer sent) {
    super(ContentType.create("application/x-tar"), null);
    this.source = source;
    this.size = size;
    this.sent = sent;
  }

  @Override
  public long getContentLength() {
    return size;
  }

  @Override
  public InputStream getContent() throws IOException {
    return source.open();
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  /** Sends no more than was announced, whatever has become of the archive since. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    long total = 0;
    sent.accept(0);
    try (InputStream in = open()) {
      while (total < size) {
        int read = read(in, piece, (int) Math.min(piece.length, size - total));
        if (read < 0) {
          throw new ShorterException(total);
        }
        out.write(piece, 0, read);
        total += read;
        sent.accept(total);
      }
    }
  }

  private InputStream open() throws UnreadableException {
    try {
      return source.open();
    } catch (IOException failed) {
      throw new UnreadableException(failed);
    }
  }

  private static int read(InputStream in, byte[] piece, int most) throws UnreadableException {
    try {
      return in.read(piece, 0, most);
    } catch (IOException failed) {
      throw new UnreadableException(failed);
    }
  }

  /** The archive cannot be read, which is not the network's doing. */
  static final class UnreadableException extends IOException {
    UnreadableException(IOException cause) {
      super("The archive cannot be read: " + cause.getMessage(), cause);
    }
  }

  /** The archive has ended before its end. */
  static final class ShorterException extends IOException {
    private final long actual;

    ShorterException(long actual) {
      super("The archive ended after %d bytes.".formatted(actual));
      this.actual = actual;
    }

    long actual() {
      return actual;
    }
  }

  @Override
  public void close() {}
}
