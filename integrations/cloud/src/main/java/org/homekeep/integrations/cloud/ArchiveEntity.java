package org.homekeep.integrations.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.homekeep.api.backup.ArchiveSource;

/**
 * An archive as the body of one request, read while it is sent. Its last bytes are sent only when
 * it is what was announced.
 */
final class ArchiveEntity extends AbstractHttpEntity {
  private static final int PIECE = 64 * 1024;

  private final ArchiveSource source;
  private final long size;
  private final String md5;
  private final LongConsumer sent;

  /**
   * @param md5 that was announced, in base64
   * @param sent hears how many bytes went to the socket so far
   */
  ArchiveEntity(ArchiveSource source, long size, String md5, LongConsumer sent) {
    super(ContentType.create("application/x-tar"), null);
    this.source = source;
    this.size = size;
    this.md5 = md5;
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
    MessageDigest digest = Md5.digest();
    long total = 0;
    sent.accept(0);
    try (InputStream in = open()) {
      while (total < size) {
        int read = read(in, piece, (int) Math.min(piece.length, size - total));
        if (read < 0) {
          throw new CloudFailureException(new CloudFailure.SizeChanged(size, total));
        }
        digest.update(piece, 0, read);
        total += read;
        if (total == size) {
          requireAnnounced(in, digest);
        }
        out.write(piece, 0, read);
        sent.accept(total);
      }
    }
  }

  private void requireAnnounced(InputStream in, MessageDigest digest) throws IOException {
    byte[] piece = new byte[PIECE];
    long more = 0;
    for (int read = read(in, piece, PIECE); read >= 0; read = read(in, piece, PIECE)) {
      more += read;
    }
    if (more > 0) {
      throw new CloudFailureException(new CloudFailure.SizeChanged(size, size + more));
    }
    if (!Md5.base64(digest.digest()).equals(md5)) {
      throw new CloudFailureException(new CloudFailure.ContentChanged());
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
      super("The archive cannot be read: %s".formatted(cause.getMessage()), cause);
    }
  }

  @Override
  public void close() {}
}
