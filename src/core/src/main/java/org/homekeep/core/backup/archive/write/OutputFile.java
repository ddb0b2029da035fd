package org.homekeep.core.backup.archive.write;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The archive being written: a new file, readable by its owner alone, that can be patched. */
final class OutputFile implements Closeable {
  private static final int BUFFER = 256 * 1024;

  private final FileChannel channel;
  private final OutputStream buffered;

  OutputFile(Path path) throws IOException {
    this.channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /** Appends; closing it does nothing to the file. */
  OutputStream stream() {
    return buffered;
  }

  long position() throws IOException {
    buffered.flush();
    return channel.position();
  }

  void patch(long position, byte[] bytes) throws IOException {
    buffered.flush();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, position + rest.position());
    }
  }

  /** Waits until all is on disk. */
  void sync() throws IOException {
    buffered.flush();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
