package org.homekeep.core.backup.archive.cbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.BlockInput;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** AES-128-CBC read from any place on: a block needs nothing but the encrypted one before it. */
final class SeekableCbc implements Seekable {
  private static final int AES_BLOCK = CbcEncryptor.AES_BLOCK;

  private final Seekable encrypted;
  private final CbcKey key;
  private final byte[] salt;
  private final OptionalLong plaintextSize;
  private final StartCheck start;

  /**
   * The plaintext of some encrypted bytes.
   *
   * @param plaintextSize when not known, the padding is left in
   * @param start sees the first bytes when reading begins there
   */
  SeekableCbc(
      Seekable encrypted, CbcKey key, byte[] salt, OptionalLong plaintextSize, StartCheck start) {
    this.encrypted = encrypted;
    this.key = key;
    this.salt = salt.clone();
    this.plaintextSize = plaintextSize;
    this.start = start;
  }

  @Override
  public long size() {
    return plaintextSize.orElseGet(encrypted::size);
  }

  @Override
  public InputStream from(long offset) throws IOException {
    long begin = offset - offset % AES_BLOCK;
    InputStream plain = begin == 0 ? fromStart() : fromBlock(begin);
    try {
      plain.skipNBytes(offset - begin);
    } catch (EOFException e) {
      throw new ArchiveException.Truncated("An encrypted part is cut short.");
    }
    return plain;
  }

  private InputStream fromStart() throws IOException {
    return new BlockInput(encrypted.from(0), CbcDecryptor.of(key, salt, plaintextSize, start));
  }

  private InputStream fromBlock(long begin) throws IOException {
    InputStream in = encrypted.from(begin - AES_BLOCK);
    byte[] before = in.readNBytes(AES_BLOCK);
    if (before.length < AES_BLOCK) {
      throw new ArchiveException.Truncated("An encrypted part is cut short.");
    }
    return new BlockInput(in, CbcDecryptor.after(key, before, rest(begin)));
  }

  private OptionalLong rest(long begin) {
    return plaintextSize.isPresent()
        ? OptionalLong.of(plaintextSize.getAsLong() - begin)
        : plaintextSize;
  }
}
