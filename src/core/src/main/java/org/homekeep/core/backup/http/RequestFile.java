package org.homekeep.core.backup.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.runtime.HubRuntime;

/**
 * A file of a form as a stream for a worker. The client is asked for the next piece when one is
 * taken, so that only a few are in memory.
 */
final class RequestFile extends InputStream {
  private static final int AHEAD = 8;
  private static final long PATIENCE_MINUTES = 10;

  /** A piece, the end, or what broke. */
  private record Piece(Optional<Buffer> bytes, Optional<Throwable> broken) {}

  private final HubRuntime runtime;
  private final HttpServerFileUpload upload;
  // Room for the pieces that were asked for, the end and a failure: the loop never waits.
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(AHEAD + 2);
  private Buffer current = Buffer.buffer();
  private int position;
  private boolean ended;

  /** Call on the hub's context, in the handler that is given the upload. */
  RequestFile(HubRuntime runtime, HttpServerFileUpload upload) {
    this.runtime = runtime;
    this.upload = upload;
    upload.pause();
    upload.handler(bytes -> pieces.offer(new Piece(Optional.of(bytes), Optional.empty())));
    upload.endHandler(end -> pieces.offer(new Piece(Optional.empty(), Optional.empty())));
    upload.exceptionHandler(this::fail);
    upload.fetch(AHEAD);
  }

  /** Tells the reader that nothing more comes. */
  void fail(Throwable why) {
    pieces.offer(new Piece(Optional.empty(), Optional.of(why)));
  }

  @Override
  public int read() throws IOException {
    return advance() ? current.getByte(position++) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, current.length() - position);
    current.getBytes(position, position + count, target, offset);
    position += count;
    return count;
  }

  private boolean advance() throws IOException {
    while (!ended && position == current.length()) {
      Piece piece = next();
      if (piece.broken().isPresent()) {
        throw new IOException("The upload broke off.", piece.broken().get());
      }
      ended = piece.bytes().isEmpty();
      current = piece.bytes().orElseGet(Buffer::buffer);
      position = 0;
      if (!ended) {
        runtime.execute(() -> upload.fetch(1));
      }
    }
    return !ended;
  }

  private Piece next() throws IOException {
    try {
      Piece piece = pieces.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (piece == null) {
        throw new IOException("The client sends nothing more.");
      }
      return piece;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The hub is stopping.", interrupted);
    }
  }
}
