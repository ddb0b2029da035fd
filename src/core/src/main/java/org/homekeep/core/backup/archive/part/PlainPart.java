package org.homekeep.core.backup.archive.part;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.tar.TarFormat;

/**
 * A part without its encryption, and what it is by its first bytes.
 *
 * @param data from the first byte on; closing closes the source
 * @param isGzip whether the inner tar is compressed
 */
public record PlainPart(InputStream data, boolean isGzip) implements Closeable {
  /** Looks at the beginning of a decrypted part. */
  public static PlainPart of(InputStream decrypted) throws IOException {
    PushbackInputStream data = new PushbackInputStream(decrypted, TarFormat.BLOCK);
    byte[] start = data.readNBytes(TarFormat.BLOCK);
    data.unread(start);
    return new PlainPart(data, GunzipInput.looksLikeGzip(start, start.length));
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
