package org.homekeep.core.backup.archive.v3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.Seekable;

/**
 * A secretstream read from any chunk on.
 *
 * <p>The nonce of a chunk depends on the authentication of all before it, so what lies between the
 * nearest mark and the chunk is not decrypted, but 8 bytes of each chunk are read.
 */
final class SeekableStream implements Seekable {
  private static final int SEALED = SecretStream.CHUNK + SecretStream.OVERHEAD;
  private static final int STATE = 8;

  private final Seekable chunks;
  private final byte[] streamKey;
  private final byte[] streamHeader;
  private final long plaintextSize;
  private final StreamMarks marks;

  SeekableStream(
      Seekable chunks,
      byte[] streamKey,
      byte[] streamHeader,
      long plaintextSize,
      StreamMarks marks) {
    this.chunks = chunks;
    this.streamKey = streamKey;
    this.streamHeader = streamHeader;
    this.plaintextSize = plaintextSize;
    this.marks = marks;
  }

  @Override
  public long size() {
    return plaintextSize;
  }

  @Override
  public InputStream from(long offset) throws IOException {
    long last = Math.max(0, plaintextSize - 1) / SecretStream.CHUNK;
    long chunk = Math.min(last, offset / SecretStream.CHUNK);
    long before = chunk * SecretStream.CHUNK;
    try {
      SecretStream stream = streamBefore(chunk);
      V3Decryptor decryptor = new V3Decryptor(stream, plaintextSize - before, marks);
      InputStream plain = new BlockInput(chunks.from(chunk * SEALED), decryptor);
      plain.skipNBytes(offset - before);
      return plain;
    } catch (EOFException e) {
      throw new ArchiveException.Truncated("An encrypted part is cut short: its end is missing.");
    }
  }

  private SecretStream streamBefore(long chunk) throws IOException {
    SecretStream stream = new SecretStream(streamKey, streamHeader);
    long at = marks.nearest(chunk);
    if (at > 0) {
      stream.resume(at, marks.state(at));
    }
    byte[] mac = new byte[STATE];
    for (; at < chunk; at++) {
      try (InputStream in = chunks.from(at * SEALED + SEALED - SecretStream.MAC)) {
        if (in.readNBytes(mac, 0, STATE) < STATE) {
          throw new EOFException();
        }
      }
      stream.pass(mac);
      marks.note(at + 1, stream.state());
    }
    return stream;
  }
}
