package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.MemoryBudget;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.JsonText;

/** Reads bodies that fit in memory: each has a bound, and so have all that are held at a time. */
final class BodyReader {
  /** What those who are known may send: more than any form is, and little enough to be read. */
  private static final long LARGEST = 1024L * 1024;

  /** What a stranger may send: room for a login, and no way to fill the memory. */
  private static final long LARGEST_OF_STRANGERS = 64L * 1024;

  /** What all strangers together may make the hub hold, and all others again. */
  private static final long LARGEST_OF_ALL = 4L * 1024 * 1024;

  /** What a request costs of which nothing is here yet. */
  private static final long UNFINISHED = 16L * 1024;

  private static final Duration STALL = Duration.ofSeconds(30);

  /** In which all of a stranger's body has to be here, however steadily it trickles. */
  private static final int STALLS_OF_STRANGERS = 2;

  /** Parsing more than this takes longer than the event loop may be held up. */
  private static final int LARGE = 256 * 1024;

  private final Timers timers;
  private final Worker worker;
  private final MemoryBudget ofStrangers = new MemoryBudget(LARGEST_OF_ALL);
  private final MemoryBudget ofOthers = new MemoryBudget(LARGEST_OF_ALL);

  BodyReader(Timers timers, Worker worker) {
    this.timers = timers;
    this.worker = worker;
  }

  /**
   * Hands a body on, an empty object for an empty one; it counts as held until what was made of it
   * is there. Fails with {@link HttpException} 400, 408, 413 or 503, and as the handler does.
   */
  <T> Future<T> json(
      HttpServerRequest request, Access access, Function<JsonObject, Future<T>> handler) {
    Buffer buffer = Buffer.buffer();
    Body body = new Body(request, access);
    return read(request, body, buffer::appendBuffer)
        .compose(end -> buffer.length() > LARGE ? worker.run(() -> parse(buffer)) : now(buffer))
        .compose(handler)
        .onComplete(done -> body.release());
  }

  /**
   * Reads both kinds of forms. Fails with {@link HttpException} 400 for a body of any other type,
   * too.
   */
  Future<Void> form(HttpServerRequest request, Access access) {
    try {
      request.setExpectMultipart(true);
    } catch (IllegalStateException otherType) {
      return fail(400, "The body is not a form.");
    }
    Body body = new Body(request, access);
    return read(request, body, chunk -> {}).onComplete(done -> body.release());
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

  private static Future<JsonObject> now(Buffer body) {
    try {
      return Future.succeededFuture(parse(body));
    } catch (HttpException malformed) {
      return Future.failedFuture(malformed);
    }
  }

  private Future<Void> read(HttpServerRequest request, Body body, Consumer<Buffer> consumer) {
    if (contentLength(request) > body.limit()) {
      return tooLarge(body.limit());
    }
    invite(request);
    Promise<Void> ended = body.ended;
    Stall stall = new Stall(ended, body.access);
    body.begin();
    request.exceptionHandler(
        broken -> ended.tryFail(new HttpException(400, "The body cannot be read.")));
    request.handler(
        chunk -> {
          stall.progress();
          if (request.bytesRead() > body.limit()) {
            BodyReader.<Void>tooLarge(body.limit()).onFailure(ended::tryFail);
          } else if (!ended.future().isComplete()) {
            consumer.accept(chunk);
            body.hold(chunk.length());
          }
        });
    request.endHandler(end -> ended.tryComplete());
    return ended
        .future()
        .onComplete(
            done -> {
              stall.cancel();
              body.end();
            });
  }

  /** Tells a client that asks before it sends that it may. */
  static void invite(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private static <T> Future<T> tooLarge(long limit) {
    return fail(413, "The body is larger than %d bytes.".formatted(limit));
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

  /** What is held of one body. Many that do not end must not fill the memory: one gives way. */
  private final class Body implements MemoryBudget.Holder {
    private final String owner;
    private final Access access;
    private final MemoryBudget budget;
    private final Promise<Void> ended = Promise.promise();
    private long held;
    private boolean released;

    Body(HttpServerRequest request, Access access) {
      this.owner = request.remoteAddress().hostAddress();
      this.access = access;
      this.budget = access == Access.PUBLIC ? ofStrangers : ofOthers;
    }

    long limit() {
      return access == Access.PUBLIC ? LARGEST_OF_STRANGERS : LARGEST;
    }

    void begin() {
      budget.join(this);
      hold(UNFINISHED);
    }

    void hold(long bytes) {
      if (!released) {
        held += bytes;
        budget.change(bytes);
      }
    }

    /** What has ended is being worked on, and gives way no more. */
    void end() {
      budget.leave(this);
      hold(-UNFINISHED);
    }

    void release() {
      hold(-held);
      released = true;
    }

    @Override
    public Object owner() {
      return owner;
    }

    @Override
    public long held() {
      return held;
    }

    @Override
    public void giveUp() {
      budget.leave(this);
      release();
      ended.tryFail(new HttpException(503, "Too many requests are under way."));
    }
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
