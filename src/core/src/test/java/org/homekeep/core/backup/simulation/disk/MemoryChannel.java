package org.homekeep.core.backup.simulation.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a {@link MemoryDisk}. */
final class MemoryChannel extends FileChannel {
  private static final int PIECE = 64 * 1024;

  private final MemoryDisk disk;
  private final Node node;
  private int position;

  MemoryChannel(MemoryDisk disk, Node node, boolean atEnd) {
    this.disk = disk;
    this.node = node;
    this.position = atEnd ? node.size() : 0;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    synchronized (disk) {
      int count = read(target, position);
      position += Math.max(0, count);
      return count;
    }
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    synchronized (disk) {
      requireOpen();
      disk.requirePower();
      return node.read(target, (int) from);
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = read(targets[i]);
      if (count < 0) {
        return total == 0 ? -1 : total;
      }
      total += count;
    }
    return total;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    synchronized (disk) {
      int count = write(source, position);
      position += count;
      return count;
    }
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    synchronized (disk) {
      requireOpen();
      int count = source.remaining();
      disk.write(node, source, (int) to);
      return count;
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += write(sources[i]);
    }
    return total;
  }

  @Override
  public long position() {
    synchronized (disk) {
      return position;
    }
  }

  @Override
  public FileChannel position(long changed) {
    synchronized (disk) {
      position = (int) changed;
      return this;
    }
  }

  @Override
  public long size() {
    synchronized (disk) {
      return node.size();
    }
  }

  @Override
  public FileChannel truncate(long length) {
    synchronized (disk) {
      disk.operation();
      disk.truncate(node, (int) length);
      position = Math.min(position, (int) length);
      return this;
    }
  }

  @Override
  public void force(boolean metaData) {
    synchronized (disk) {
      disk.operation();
      node.sync();
    }
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, PIECE));
    if (read(buffer, from) <= 0) {
      return 0;
    }
    return target.write(buffer.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, PIECE));
    if (source.read(buffer) <= 0) {
      return 0;
    }
    return write(buffer.flip(), to);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long from, long length, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long from, long length, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() {
    // The file outlives its channels.
  }
}
