package org.homekeep.core.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request, read by blocking code on a worker. Holds a few hundred kilobytes at most:
 * a slow reader makes the client wait.
 */
public final class RequestInputStream extends InputStream {
  private static final Duration STALL = Duration.ofSeconds(60);

  /** Of what the server reads from the network at once. */
  private static final int MOST_WAITING = 8;

  private final Context context;
  private final HttpServerRequest request;
  private final long stallNanos;

  private Buffer current = Buffer.buffer();
  private int position;

  // Below: shared between the worker and the context, guarded by this.
  private final Queue<Buffer> waiting = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;
  private Optional<String> failure = Optional.empty();

  private RequestInputStream(Context context, HttpServerRequest request, Duration stall) {
    this.context = context;
    this.request = request;
    this.stallNanos = stall.toNanos();
  }

  /**
   * Takes over the body of a route with {@link BodyMode#STREAM}. Call on the hub's context, in the
   * route's handler; then hand the stream to a worker, which closes it.
   */
  public static RequestInputStream open(Context context, HttpServerRequest request) {
    return open(context, request, STALL);
  }

  /**
   * As above.
   *
   * @param stall how long a client may send nothing before it is given up
   */
  public static RequestInputStream open(
      Context context, HttpServerRequest request, Duration stall) {
    RequestInputStream stream = new RequestInputStream(context, request, stall);
    request.exceptionHandler(broken -> stream.fail("The client closed the connection."));
    request.handler(stream::received);
    request.endHandler(end -> stream.ended());
    request.fetch(MOST_WAITING);
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position == current.length() && !next()) {
      return -1;
    }
    int part = Math.min(length, current.length() - position);
    current.getBytes(position, position + part, target, offset);
    position += part;
    return part;
  }

  @Override
  public int available() {
    return current.length() - position;
  }

  /** Wants no more. What the client still sends is discarded when the request is answered. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }

  private boolean next() throws IOException {
    Optional<Buffer> taken = take();
    if (taken.isEmpty()) {
      return false;
    }
    current = taken.get();
    position = 0;
    context.runOnContext(v -> request.fetch(1));
    return true;
  }

  private synchronized Optional<Buffer> take() throws IOException {
    long deadline = System.nanoTime() + stallNanos;
    while (true) {
      if (closed) {
        throw new IOException("The body of the request has been closed.");
      }
      Buffer first = waiting.poll();
      if (first != null) {
        return Optional.of(first);
      }
      if (failure.isPresent()) {
        throw new ClientGoneException(failure.get());
      }
      if (ended) {
        return Optional.empty();
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        fail("The client has not sent anything for %d s.".formatted(stallNanos / 1_000_000_000));
      } else {
        pause(left);
      }
    }
  }

  private synchronized void pause(long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("The hub is stopping.", stopping);
    }
  }

  private synchronized void received(Buffer chunk) {
    if (!closed && chunk.length() > 0) {
      waiting.add(chunk);
      notifyAll();
    } else {
      // Nobody will take it, so nobody would ask for the next one.
      request.fetch(1);
    }
  }

  private synchronized void ended() {
    ended = true;
    notifyAll();
  }

  private synchronized void fail(String why) {
    if (!ended && failure.isEmpty()) {
      failure = Optional.of(why);
    }
    notifyAll();
  }
}
