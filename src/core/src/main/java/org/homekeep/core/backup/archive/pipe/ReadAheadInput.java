package org.homekeep.core.backup.archive.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source on a thread of its own, a megabyte ahead of its reader.
 *
 * <p>Trouble of the source is thrown where it would have been: after the bytes that came before it.
 * The thread starts with the first read and has ended when {@link #close} returns, which also
 * closes the source; it is interrupted for that, and a source that takes no notice holds up the
 * closing until its read returns. The interrupt closes an interruptible channel below, so that a
 * source over one cannot be read on elsewhere. For one reader; any thread may close, the first one
 * does.
 */
public final class ReadAheadInput extends InputStream {
  static final int BLOCK = 256 * 1024;
  static final int BLOCKS = 4;

  /** A block with data in it. */
  private static final class Piece {
    private static final Piece NONE = new Piece(new byte[0], 0);

    private final byte[] data;
    private final int length;

    Piece(byte[] data, int length) {
      this.data = data;
      this.length = length;
    }
  }

  private final InputStream source;
  private final PipeThreads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<Piece> ahead = new ArrayDeque<>();
  private final ArrayDeque<byte[]> empty = new ArrayDeque<>();
  private int allocated;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable trouble;
  private Piece current = Piece.NONE;
  private int at;

  /**
   * A stream over a source, which is not touched before the first read.
   *
   * @param factory makes the one thread
   */
  public ReadAheadInput(InputStream source, ThreadFactory factory) {
    this.source = source;
    this.threads = new PipeThreads(factory);
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? current.data[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current.data, at, buffer, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (bytes <= 0 || !hasMore()) {
      return 0;
    }
    int count = (int) Math.min(bytes, current.length - at);
    at += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    return at < current.length || nextPiece();
  }

  private boolean nextPiece() throws IOException {
    try {
      lock.lockInterruptibly();
      try {
        giveBack();
        start();
        while (!closed && !ended && ahead.isEmpty()) {
          filled.await();
        }
        return takePiece();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw Trouble.interrupted();
    }
  }

  private void giveBack() {
    if (current.length > 0) {
      empty.add(current.data);
      current = Piece.NONE;
      at = 0;
      emptied.signal();
    }
  }

  private void start() {
    if (!closed && threads.count() == 0) {
      threads.start(this::readAhead);
    }
  }

  private boolean takePiece() throws IOException {
    if (closed) {
      throw new IOException("The stream is closed.");
    }
    Optional<Piece> next = Optional.ofNullable(ahead.poll());
    if (next.isEmpty() && trouble != null) {
      throw Trouble.rethrow(trouble);
    }
    next.ifPresent(piece -> current = piece);
    return next.isPresent();
  }

  private void readAhead() {
    try {
      boolean more = true;
      while (more) {
        more = readInto(awaitEmpty());
      }
      end(null);
    } catch (InterruptedException e) {
      end(Trouble.interrupted());
    } catch (Throwable e) {
      end(e);
    }
  }

  private byte[] awaitEmpty() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && empty.isEmpty() && allocated == BLOCKS) {
        emptied.await();
      }
      if (closed) {
        throw new InterruptedException();
      }
      if (empty.isEmpty()) {
        allocated++;
        return new byte[BLOCK];
      }
      return empty.remove();
    } finally {
      lock.unlock();
    }
  }

  /** Fills a block and hands it on, as far as that goes; says whether more may come. */
  private boolean readInto(byte[] block) throws IOException {
    int length = 0;
    try {
      while (length < block.length) {
        int count = source.read(block, length, block.length - length);
        if (count < 0) {
          return false;
        }
        length += count;
      }
      return true;
    } finally {
      if (length > 0) {
        handOn(new Piece(block, length));
      }
    }
  }

  private void handOn(Piece piece) {
    lock.lock();
    try {
      ahead.add(piece);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable reason) {
    lock.lock();
    try {
      ended = true;
      trouble = reason;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      threads.close();
    } finally {
      source.close();
    }
  }
}
