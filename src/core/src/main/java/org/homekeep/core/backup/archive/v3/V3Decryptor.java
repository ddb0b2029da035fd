package org.homekeep.core.backup.archive.v3;

import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockTransform;

/** Opens chunks, and insists that the final one is last and the size is the announced one. */
final class V3Decryptor implements BlockTransform {
  private final SecretStream stream;
  private final long expected;
  private final StreamMarks marks;
  private long total;

  /**
   * Opens the rest of a stream.
   *
   * @param expected bytes of plaintext
   * @param marks learn of the chunks that are passed
   */
  V3Decryptor(SecretStream stream, long expected, StreamMarks marks) {
    this.stream = stream;
    this.expected = expected;
    this.marks = marks;
  }

  @Override
  public int blockSize() {
    return SecretStream.CHUNK + SecretStream.OVERHEAD;
  }

  @Override
  public int maxOutput() {
    return SecretStream.CHUNK;
  }

  @Override
  public int update(byte[] in, byte[] out) throws ArchiveException {
    int tag = stream.pull(in, blockSize(), out);
    if (tag != SecretStream.TAG_MESSAGE) {
      throw new ArchiveException.Tampered(
          "An encrypted part goes on after its end: something was added to it.");
    }
    total += SecretStream.CHUNK;
    marks.note(stream.chunk(), stream.state());
    return SecretStream.CHUNK;
  }

  @Override
  public int finish(byte[] in, int length, byte[] out) throws ArchiveException {
    if (length < SecretStream.OVERHEAD) {
      throw cutShort();
    }
    int tag = stream.pull(in, length, out);
    if (tag != SecretStream.TAG_FINAL) {
      throw cutShort();
    }
    int count = length - SecretStream.OVERHEAD;
    total += count;
    if (total != expected) {
      throw new ArchiveException.Tampered(
          "The header of an encrypted part announces another size than it has.");
    }
    return count;
  }

  private static ArchiveException cutShort() {
    return new ArchiveException.Truncated("An encrypted part is cut short: its end is missing.");
  }
}
