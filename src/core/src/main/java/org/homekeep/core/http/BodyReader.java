package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.JsonText;

/** Reads bodies that fit in memory. */
final class BodyReader {
  /** What a client may send (framework.md §12.3). */
  private static final long LARGEST = 16L * 1024 * 1024;

  /** What a stranger may send: room for a login, and no way to fill the memory. */
  private static final long LARGEST_OF_STRANGERS = 64L * 1024;

  /** What all strangers together may have sent and not finished. */
  private static final long LARGEST_OF_ALL_STRANGERS = 4L * 1024 * 1024;

  private static final Duration STALL = Duration.ofSeconds(30);

  /** In which all of a stranger's body has to be here, however steadily it trickles. */
  private static final int STALLS_OF_STRANGERS = 2;

  /** Parsing more than this takes longer than the event loop may be held up. */
  private static final int LARGE = 256 * 1024;

  private final Timers timers;
  private final Worker worker;

  /** The unfinished bodies of strangers, the oldest first, and how much of each is here. */
  private final Map<Promise<Void>, Long> ofStrangers = new LinkedHashMap<>();

  private long heldOfStrangers;

  BodyReader(Timers timers, Worker worker) {
    this.timers = timers;
    this.worker = worker;
  }

  /** Empty for an empty body. Fails with {@link HttpException} 400, 408 or 413. */
  Future<JsonObject> json(HttpServerRequest request, Access access) {
    Buffer body = Buffer.buffer();
    return read(request, access, body::appendBuffer)
        .compose(end -> body.length() > LARGE ? worker.run(() -> parse(body)) : parseNow(body));
  }

  /**
   * Both kinds of forms. Fails with {@link HttpException} 400 for a body of any other type, too.
   */
  Future<Void> form(HttpServerRequest request, Access access) {
    try {
      request.setExpectMultipart(true);
    } catch (IllegalStateException otherType) {
      return fail(400, "The body is not a form.");
    }
    return read(request, access, chunk -> {});
  }

  private static JsonObject parse(Buffer body) throws HttpException {
    if (body.length() == 0) {
      return new JsonObject();
    }
    try {
      if (JsonText.decode(body.toString()) instanceof JsonObject object) {
        return object;
      }
      throw new HttpException(400, "Message format incorrect: expected a dictionary");
    } catch (DecodeException malformed) {
      throw new HttpException(400, "Invalid JSON.");
    }
  }

  private static Future<JsonObject> parseNow(Buffer body) {
    try {
      return Future.succeededFuture(parse(body));
    } catch (HttpException malformed) {
      return Future.failedFuture(malformed);
    }
  }

  private Future<Void> read(HttpServerRequest request, Access access, Consumer<Buffer> consumer) {
    long limit = access == Access.PUBLIC ? LARGEST_OF_STRANGERS : LARGEST;
    if (contentLength(request) > limit) {
      return fail(413, "The body is larger than %d bytes.".formatted(limit));
    }
    Promise<Void> ended = Promise.promise();
    Stall stall = new Stall(ended, access);
    request.exceptionHandler(
        broken -> ended.tryFail(new HttpException(400, "The body cannot be read.")));
    request.handler(
        chunk -> {
          stall.progress();
          if (request.bytesRead() > limit) {
            ended.tryFail(
                new HttpException(413, "The body is larger than %d bytes.".formatted(limit)));
          } else if (!ended.future().isComplete()) {
            consumer.accept(chunk);
            if (access == Access.PUBLIC) {
              hold(ended, chunk.length());
            }
          }
        });
    request.endHandler(end -> ended.tryComplete());
    return ended
        .future()
        .onComplete(
            done -> {
              stall.cancel();
              release(ended);
            });
  }

  /** Many bodies that do not end must not fill the memory: the oldest gives way. */
  private void hold(Promise<Void> body, long bytes) {
    ofStrangers.merge(body, bytes, Long::sum);
    heldOfStrangers += bytes;
    while (heldOfStrangers > LARGEST_OF_ALL_STRANGERS) {
      Promise<Void> oldest = ofStrangers.keySet().iterator().next();
      release(oldest);
      oldest.tryFail(new HttpException(503, "Too many requests are under way."));
    }
  }

  private void release(Promise<Void> body) {
    Long held = ofStrangers.remove(body);
    heldOfStrangers -= held == null ? 0 : held;
  }

  private static long contentLength(HttpServerRequest request) {
    try {
      String length = request.getHeader("Content-Length");
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException malformed) {
      return Long.MAX_VALUE;
    }
  }

  private static <T> Future<T> fail(int status, String message) {
    return Future.failedFuture(new HttpException(status, message));
  }

  /** Gives up on a client that stops in the middle of its body. */
  private final class Stall {
    private final Promise<Void> ended;
    private final Cancellable timer;
    private final boolean patient;
    private boolean progressed;
    private int checks;

    Stall(Promise<Void> ended, Access access) {
      this.ended = ended;
      this.patient = access != Access.PUBLIC;
      this.timer = timers.every(STALL, this::check);
    }

    void progress() {
      progressed = true;
    }

    void cancel() {
      timer.cancel();
    }

    private void check() {
      checks++;
      if (!progressed || (!patient && checks >= STALLS_OF_STRANGERS)) {
        ended.tryFail(new HttpException(408, "The body did not arrive."));
      }
      progressed = false;
    }
  }
}
