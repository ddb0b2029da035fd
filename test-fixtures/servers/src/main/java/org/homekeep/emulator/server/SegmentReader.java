package org.homekeep.emulator.server;

import io.vertx.core.buffer.Buffer;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stretch of several files read as one; blocks, and is used by one thread at a time. */
public final class SegmentReader implements Closeable {
  private final Function<Segment, Path> places;
  private final List<Segment> segments;
  private int next;
  private long skip;
  private long remaining;
  private @Nullable FileChannel open;

  /** Reads so many bytes of the segments from the start on, wherever those are. */
  public SegmentReader(
      Function<Segment, Path> places, List<Segment> segments, long start, long length) {
    this.places = places;
    this.segments = segments;
    this.skip = start;
    this.remaining = length;
  }

  /** The next bytes, at most so many; none at the end. */
  public Buffer read(int most) throws IOException {
    ByteBuffer slice = ByteBuffer.allocate((int) Math.min(most, remaining));
    while (slice.hasRemaining()) {
      FileChannel channel = current();
      if (channel.read(slice) < 0) {
        close();
      }
    }
    remaining -= slice.capacity();
    return Buffer.buffer(slice.array());
  }

  private FileChannel current() throws IOException {
    if (open != null) {
      return open;
    }
    while (next < segments.size() && skip >= segments.get(next).size()) {
      skip -= segments.get(next).size();
      next++;
    }
    if (next == segments.size()) {
      throw new EOFException("The stored file is shorter than its size says.");
    }
    FileChannel channel =
        FileChannel.open(places.apply(segments.get(next)), StandardOpenOption.READ);
    next++;
    open = channel;
    channel.position(skip);
    skip = 0;
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
