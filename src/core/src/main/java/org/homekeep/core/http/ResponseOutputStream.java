package org.homekeep.core.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.homekeep.core.runtime.Worker;

/**
 * The body of a response, written by blocking code on a worker. Holds a few hundred kilobytes at
 * most: a slow client makes the worker wait.
 *
 * <p>{@link #finish()} ends the response, if it has the length that was announced; a client would
 * wait for the rest. Closing it without that cuts the connection, so that half a body is never
 * taken for a whole one; as long as nothing has been sent, an error can still be answered.
 */
public final class ResponseOutputStream extends OutputStream {
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final int CHUNK = 64 * 1024;
  private static final int MOST_IN_FLIGHT = 4 * CHUNK;

  /** Blocking code that writes a body. */
  @FunctionalInterface
  public interface BodyWriter {
    void write(ResponseOutputStream body) throws Exception;
  }

  private final Context context;
  private final HttpServerResponse response;
  private final long stallNanos;
  private final Optional<Long> announced;

  private byte[] chunk = new byte[CHUNK];
  private int filled;
  private long sent;

  // Below: shared between the worker and the context, guarded by this.
  private int inFlight;
  private boolean finished;
  private boolean closed;
  private Optional<String> failure = Optional.empty();

  private ResponseOutputStream(Context context, HttpServerResponse response, Duration stall) {
    this.context = context;
    this.response = response;
    this.stallNanos = stall.toNanos();
    this.announced =
        Optional.ofNullable(response.headers().get("Content-Length")).map(Long::valueOf);
  }

  /**
   * Answers with a body that a worker writes. Status and headers are set before; without a {@code
   * Content-Length} the body is sent in chunks. Call on the hub's context.
   *
   * @return what a route answers; fails with what the writer throws, or with {@link
   *     ClientGoneException}
   */
  public static Future<HttpAnswer> send(
      Context context, Worker worker, HttpServerResponse response, BodyWriter writer) {
    return send(context, worker, response, STALL, writer);
  }

  /**
   * As above.
   *
   * @param stall how long a client may take nothing before it is given up
   */
  public static Future<HttpAnswer> send(
      Context context,
      Worker worker,
      HttpServerResponse response,
      Duration stall,
      BodyWriter writer) {
    ResponseOutputStream stream = open(context, response, stall);
    return worker.run(
        () -> {
          try (stream) {
            writer.write(stream);
            stream.finish();
          }
          return new HttpAnswer.Written();
        });
  }

  private static ResponseOutputStream open(
      Context context, HttpServerResponse response, Duration stall) {
    ResponseOutputStream stream = new ResponseOutputStream(context, response, stall);
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    response.closeHandler(gone -> stream.fail("The client closed the connection."));
    response.exceptionHandler(gone -> stream.fail("The connection to the client broke."));
    return stream;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, chunk, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == CHUNK) {
        sendChunk();
      }
    }
  }

  /** Writes all that is left of the stream. */
  public void writeAll(InputStream from) throws IOException {
    int read = from.read(chunk, filled, CHUNK - filled);
    while (read >= 0) {
      filled += read;
      if (filled == CHUNK) {
        sendChunk();
      }
      read = from.read(chunk, filled, CHUNK - filled);
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      sendChunk();
    }
  }

  /** Sends what is left and ends the response; when it returns, the system has all of it. */
  public void finish() throws IOException {
    long length = sent + filled;
    if (announced.isPresent() && announced.get() != length) {
      throw new IOException(
          "The body has %d bytes, and %d were announced.".formatted(length, announced.get()));
    }
    flush();
    awaitInFlight(0);
    context.runOnContext(v -> end());
    awaitProgress(() -> finished);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (finished) {
        return;
      }
    }
    context.runOnContext(
        v -> {
          if (response.headWritten()) {
            response.reset();
          }
        });
  }

  private void sendChunk() throws IOException {
    awaitInFlight(MOST_IN_FLIGHT - filled);
    // Vert.x keeps the array until it has been sent, so the next chunk gets one of its own.
    Buffer full = Buffer.buffer(filled == CHUNK ? chunk : Arrays.copyOf(chunk, filled));
    chunk = filled == CHUNK ? new byte[CHUNK] : chunk;
    int length = filled;
    filled = 0;
    sent += length;
    if (announced.isPresent() && announced.get() < sent) {
      throw new IOException(
          "The body has more than the %d bytes that were announced.".formatted(announced.get()));
    }
    synchronized (this) {
      inFlight += length;
    }
    context.runOnContext(v -> transmit(full, length));
  }

  private void transmit(Buffer full, int length) {
    if (hasFailed()) {
      return;
    }
    try {
      response.write(full).onComplete(result -> transmitted(length, result));
    } catch (IllegalStateException closedMeanwhile) {
      fail("The client closed the connection.");
    }
  }

  private synchronized void transmitted(int length, AsyncResult<Void> result) {
    inFlight -= length;
    notifyAll();
    if (result.failed()) {
      fail("The connection to the client broke.");
    }
  }

  private void end() {
    if (hasFailed()) {
      return;
    }
    response
        .end()
        .onComplete(
            result -> {
              synchronized (this) {
                finished = result.succeeded();
                notifyAll();
              }
              if (result.failed()) {
                fail("The connection to the client broke.");
              }
            });
  }

  private synchronized boolean hasFailed() {
    return failure.isPresent();
  }

  private synchronized void fail(String why) {
    if (failure.isEmpty() && !finished) {
      failure = Optional.of(why);
    }
    notifyAll();
  }

  private synchronized void awaitInFlight(int most) throws IOException {
    awaitProgress(() -> inFlight <= most);
  }

  /** Waits for the condition as long as the client takes anything at all. */
  private synchronized void awaitProgress(BooleanSupplier condition) throws IOException {
    long deadline = System.nanoTime() + stallNanos;
    int before = inFlight;
    while (true) {
      if (failure.isPresent()) {
        throw new ClientGoneException(failure.get());
      }
      if (closed) {
        throw new IOException("The response has been closed.");
      }
      if (condition.getAsBoolean()) {
        return;
      }
      if (inFlight != before) {
        before = inFlight;
        deadline = System.nanoTime() + stallNanos;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        fail("The client has not taken anything for %d s.".formatted(stallNanos / 1_000_000_000));
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
}
