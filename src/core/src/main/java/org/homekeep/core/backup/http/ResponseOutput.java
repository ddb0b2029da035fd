package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.runtime.HubRuntime;

/**
 * The body of a response as a stream for a worker. A write waits until the client has taken what
 * was written before, so that no more than a piece is in memory.
 */
final class ResponseOutput extends OutputStream {
  private static final long PATIENCE_MINUTES = 10;

  private final HubRuntime runtime;
  private final HttpServerResponse response;

  ResponseOutput(HubRuntime runtime, HttpServerResponse response) {
    this.runtime = runtime;
    this.response = response;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Buffer copy = Buffer.buffer(length).appendBytes(bytes, offset, length);
    await(() -> response.write(copy).compose(written -> drained()));
  }

  /** Sets the head of the response, on the hub's context. */
  void prepare(Runnable head) throws IOException {
    await(
        () -> {
          head.run();
          return Future.succeededFuture();
        });
  }

  /** Ends the response. */
  void end() throws IOException {
    await(response::end);
  }

  private Future<Void> drained() {
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(drained::tryComplete);
    response.exceptionHandler(drained::tryFail);
    response.closeHandler(gone -> drained.tryFail("The client has gone."));
    return drained.future();
  }

  private interface Step {
    Future<Void> run();
  }

  private void await(Step step) throws IOException {
    Promise<Void> done = Promise.promise();
    runtime.execute(
        () -> {
          if (response.closed()) {
            done.tryFail("The client has gone.");
            return;
          }
          step.run()
              .onComplete(
                  result -> {
                    if (result.succeeded()) {
                      done.tryComplete();
                    } else {
                      done.tryFail(result.cause());
                    }
                  });
        });
    try {
      done.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The hub is stopping.", interrupted);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException gone) {
      throw new IOException("The client takes nothing more.", gone);
    }
  }
}
