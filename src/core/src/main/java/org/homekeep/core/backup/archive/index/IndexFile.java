package org.homekeep.core.backup.archive.index;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;
import org.homekeep.core.backup.archive.part.BoundedInput;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.securetar.Seekable;
import org.homekeep.core.backup.archive.v3.StreamMarks;
import org.homekeep.core.backup.archive.v3.V3Opener;

/** An index file that exists; {@link IndexWriter} says what it looks like. */
final class IndexFile implements Closeable {
  /** Bytes before the body. */
  static final int HEADER = 16;

  private static final byte[] MAGIC = "HomekeepIndex".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int BUFFER = 64 * 1024;

  private final FileChannel file;
  private final Seekable body;

  private IndexFile(FileChannel file, Seekable body) {
    this.file = file;
    this.body = body;
  }

  static byte[] header(boolean encrypted) {
    return ByteBuffer.allocate(HEADER)
        .put(MAGIC)
        .put(VERSION)
        .put((byte) (encrypted ? 1 : 0))
        .array();
  }

  /** Whether a file is an index, of any version and state; an empty file is as good as one. */
  static boolean looksLikeOne(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] start = new FileRange(file, 0, file.size()).from(0).readNBytes(MAGIC.length);
      return Arrays.equals(start, Arrays.copyOf(MAGIC, start.length));
    }
  }

  static IndexFile open(Path path, boolean encrypted, Optional<Secret> key) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      byte[] start = new FileRange(file, 0, file.size()).from(0).readNBytes(HEADER);
      if (!Arrays.equals(start, header(encrypted))) {
        throw damaged();
      }
      Seekable body = new FileRange(file, HEADER, file.size() - HEADER);
      return new IndexFile(file, encrypted ? decrypted(body, key) : body);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Seekable decrypted(Seekable body, Optional<Secret> key) throws IOException {
    Secret password =
        key.orElseThrow(
            () -> new ArchiveException.KeyRequired("The archive is encrypted; its key is needed."));
    byte[] start = body.from(0).readNBytes(SecureTarHeader.SIZE);
    SecureTarHeader header =
        SecureTarHeader.parse(start, start.length)
            .filter(found -> found.version() == 3)
            .orElseThrow(IndexFile::damaged);
    return new V3Opener(password).decrypt(header, body, new StreamMarks());
  }

  /** The place of the directory. */
  Section directory() throws IOException {
    long end = body.size() - Long.BYTES;
    if (end < 0) {
      throw damaged();
    }
    try (DataInputStream in = new DataInputStream(body.from(end))) {
      long at = in.readLong();
      if (at < 0 || at > end) {
        throw damaged();
      }
      return new Section(at, end - at);
    } catch (EOFException e) {
      throw damaged();
    }
  }

  /** Reads a section; its checksum is checked at its end. */
  InputStream read(Section section) throws IOException {
    if (section.at() > body.size() || section.length() > body.size() - section.at()) {
      throw damaged();
    }
    InputStream bytes = new BoundedInput(body.from(section.at()), section.length());
    return new BufferedInputStream(new GunzipInput(bytes, GzipTrailer.STANDARD), BUFFER);
  }

  /** Reads the end of a section, where its checksum is. */
  static void requireEnd(InputStream section) throws IOException {
    if (section.read() >= 0) {
      throw damaged();
    }
  }

  static ArchiveException damaged() {
    return new ArchiveException.Damaged(
        "The index of the archive is damaged; delete it, and it is made anew.");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
