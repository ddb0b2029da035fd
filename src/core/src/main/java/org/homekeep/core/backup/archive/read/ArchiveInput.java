package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** An archive file as a stream whose {@code skip} costs nothing and stops at the end. */
public final class ArchiveInput extends InputStream {
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024).flip();

  private ArchiveInput(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file. */
  public static InputStream open(Path file) throws IOException {
    return new ArchiveInput(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, out.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(out, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      return count > 0;
    }
    return true;
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (bytes <= buffer.remaining()) {
      int count = (int) Math.max(0, bytes);
      buffer.position(buffer.position() + count);
      return count;
    }
    int buffered = buffer.remaining();
    long rest = Math.max(0, channel.size() - channel.position());
    long beyond = Math.min(bytes - buffered, rest);
    buffer.position(buffer.limit());
    channel.position(channel.position() + beyond);
    return buffered + beyond;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
