package org.homekeep.core.backup.archive.index;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;

/**
 * A new index file, readable by its owner alone: a header, then the body.
 *
 * <p>The body is sections, each a gzip stream for the sake of its checksum; the last of them is the
 * directory, and its place stands in the last 8 bytes. When the archive is encrypted, the body is a
 * SecureTar 3 part.
 */
final class IndexWriter implements Closeable {
  private static final int BUFFER = 64 * 1024;

  private final FileChannel file;
  private final Optional<PartCipher> cipher;
  private final OutputStream fileOut;
  private final OutputStream body;
  private long written;

  IndexWriter(Path path, Optional<PartCipher> cipher) throws IOException {
    this.file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.cipher = cipher;
    this.fileOut = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
    fileOut.write(IndexFile.header(cipher.isPresent()));
    if (cipher.isPresent()) {
      fileOut.write(cipher.get().header(0));
    }
    this.body =
        cipher.<OutputStream>map(c -> new BlockOutput(fileOut, c.encryptor())).orElse(fileOut);
  }

  /** Begins a section; it must be closed before the next. */
  SectionOutput section() throws IOException {
    return new SectionOutput(written);
  }

  /** Writes the directory and waits until all is on the disk. */
  void finish(String fingerprint, List<PartDirectory> parts) throws IOException {
    long at = written;
    try (SectionOutput out = section()) {
      out.data().writeUTF(fingerprint);
      out.data().writeInt(parts.size());
      for (PartDirectory part : parts) {
        part.write(out.data());
      }
    }
    counted().write(ByteBuffer.allocate(Long.BYTES).putLong(at).array());
    if (cipher.isPresent()) {
      body.close();
      fileOut.flush();
      ByteBuffer header = ByteBuffer.wrap(cipher.get().header(written));
      while (header.hasRemaining()) {
        file.write(header, IndexFile.HEADER + (long) header.position());
      }
    }
    fileOut.flush();
    file.force(true);
  }

  private OutputStream counted() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] data, int offset, int length) throws IOException {
        body.write(data, offset, length);
        written += length;
      }
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A section that is being written. */
  final class SectionOutput implements Closeable {
    private final long at;
    private final DataOutputStream data;

    private SectionOutput(long at) throws IOException {
      this.at = at;
      this.data =
          new DataOutputStream(
              new BufferedOutputStream(new GZIPOutputStream(counted(), BUFFER), BUFFER));
    }

    DataOutputStream data() {
      return data;
    }

    /** Where it stands, once it is closed. */
    Section place() {
      return new Section(at, written - at);
    }

    @Override
    public void close() throws IOException {
      data.close();
    }
  }
}
