package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.net.SocketException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.homekeep.emulator.fault.BodyFault;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.RequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, with the fault that befalls them; touched on its context only. */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String CLOSED = "Connection was closed";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Target target;
  private final RequestLog.Entry entry;
  private final Watch.Body watched;
  private final ErrorForm errors;
  private final Promise<Void> gone = Promise.promise();
  private Optional<FaultRule> fault = Optional.empty();
  private Optional<Future<Buffer>> body = Optional.empty();
  private boolean continued;
  private boolean befallen;

  Exchange(
      Vertx vertx,
      HttpServerRequest request,
      Target target,
      RequestLog.Entry entry,
      Watch.Body watched,
      ErrorForm errors,
      EmulatorClock clock) {
    this.vertx = vertx;
    this.request = request;
    this.target = target;
    this.entry = entry;
    this.watched = watched;
    this.errors = errors;
    // Told once: whoever begins to read later would wait for a body that never comes.
    request.exceptionHandler(
        failure -> gone.tryFail(new GoneException("The client went away: " + failure)));
    request
        .response()
        .putHeader("Date", HTTP_DATE.format(clock.outside()))
        .putHeader("Cache-Control", "max-age=0, no-cache, no-store");
  }

  public HttpServerRequest request() {
    return request;
  }

  public Target target() {
    return target;
  }

  /** Fails with {@link GoneException} when the client goes before its body has ended. */
  Future<Void> gone() {
    return gone.future();
  }

  /** Lets a fault befall this request. */
  public void meet(FaultRule rule) {
    fault = Optional.of(rule);
    entry.fault(rule);
  }

  /** The fault, unless it waits for the answer of what is carried out. */
  public Optional<FaultRule> requestFault() {
    return fault.filter(rule -> !waitsForAnswer(rule));
  }

  /** The fault as far as it changes the bytes of the answer. */
  public Optional<FaultRule> answerFault() {
    return fault.filter(
        rule -> (waitsForAnswer(rule) || !target.isUpload()) && rule.action() != FaultAction.ERROR);
  }

  /** A download does nothing but answer, so that nothing can be carried out before. */
  private boolean waitsForAnswer(FaultRule rule) {
    return rule.atAnswer() && !target.isDownload();
  }

  public RequestLog.Entry entry() {
    return entry;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** A header that the call cannot do without. */
  public String requireHeader(String name) {
    return header(name).orElseThrow(() -> CallError.badRequest("Missing header: " + name));
  }

  /** The address by which the client reached this server, so that it also works behind another. */
  public String baseUrl() {
    HostAndPort authority = request.authority();
    if (authority == null) {
      throw CallError.badRequest("Missing header: Host");
    }
    return "http://" + authority;
  }

  /** Takes note of a piece of the body, for {@link Watch}. */
  void see(Buffer chunk) {
    watched.pass(chunk);
  }

  /** Tells a client that asked first that it may send its body now. */
  public void acceptBody() {
    if (expectsContinue() && !continued) {
      continued = true;
      request.response().writeContinue();
    }
  }

  /** The whole body, which must be small; read once. */
  public Future<Buffer> body(int limit) {
    if (body.isEmpty()) {
      body = Optional.of(read(limit));
    }
    return body.get();
  }

  private Future<Buffer> read(int limit) {
    acceptBody();
    Promise<Buffer> whole = Promise.promise();
    Buffer collected = Buffer.buffer();
    request.handler(
        chunk -> {
          watched.pass(chunk);
          if (collected.length() <= limit) {
            collected.appendBuffer(chunk);
          }
        });
    gone().onFailure(whole::tryFail);
    request.endHandler(
        ignored -> {
          entry.received(request.bytesRead());
          if (collected.length() > limit) {
            whole.tryFail(
                CallError.badRequest("The request has more than %d bytes".formatted(limit)));
          } else {
            whole.tryComplete(collected);
          }
        });
    request.resume();
    return whole.future();
  }

  /** Answers with JSON. */
  public void reply(Buffer json) {
    reply(Answer.json(200, json));
  }

  /** Answers with the error that a failure stands for. */
  public void fail(Throwable failure) {
    if (isOfTheClient(failure)) {
      entry.received(request.bytesRead());
      close();
      return;
    }
    CallError error;
    if (failure instanceof CallError known) {
      error = known;
    } else {
      LOG.atError().setCause(failure).addKeyValue("call", target.call()).log("A call failed");
      error = CallError.internal();
    }
    if (request.response().headWritten()) {
      close();
      return;
    }
    error
        .retryAfter()
        .ifPresent(wait -> request.response().putHeader("Retry-After", "" + wait.toSeconds()));
    if (expectsContinue() && !continued) {
      // The client keeps its body; the connection cannot be used again, as the body would be next.
      request.response().putHeader("Connection", "close");
      reply(errors.of(error, target));
      return;
    }
    if (target.isUpload() && errors.isEarly()) {
      reply(errors.of(error, target));
      // The rest of the body comes all the same, when the client looks for answers only behind it.
      discard();
      return;
    }
    discard().onComplete(ignored -> reply(errors.of(error, target)));
  }

  /** Whether the client went, which nobody needs to be told. */
  private boolean isOfTheClient(Throwable failure) {
    return failure instanceof GoneException
        || failure instanceof HttpClosedException
        || failure instanceof SocketException
        // What a write fails with has no type of its own.
        || (failure instanceof VertxException && CLOSED.equals(failure.getMessage()))
        || request.response().closed();
  }

  /** Closes the connection as it is. */
  public void close() {
    request.connection().close();
  }

  /** Reads the rest of the body and forgets it, so that the client reads the answer. */
  private Future<Void> discard() {
    if (request.isEnded()) {
      return Future.succeededFuture();
    }
    Promise<Void> end = Promise.promise();
    request.handler(watched::pass);
    gone().onFailure(end::tryFail);
    request.endHandler(
        ignored -> {
          entry.received(request.bytesRead());
          end.tryComplete();
        });
    request.resume();
    return end.future();
  }

  /** Answers, unless a fault waits for the answer. */
  public void reply(Answer answer) {
    Optional<FaultRule> late = fault.filter(rule -> waitsForAnswer(rule) && !befallen);
    if (late.isEmpty()) {
      answer(answer);
      return;
    }
    befallen = true;
    after(late.get().delay(), () -> befall(late.get(), answer));
  }

  /** Lets happen to an answer what happens in its place, or on its way. */
  private void befall(FaultRule rule, Answer answer) {
    if (rule.action() == FaultAction.ERROR) {
      fail(CallError.of(rule));
      return;
    }
    if (rule.afterBytes().isEmpty() && rule.action() == FaultAction.RESET) {
      close();
      return;
    }
    if (rule.afterBytes().isPresent() || rule.action() != FaultAction.STALL) {
      answer(answer);
    }
  }

  private void answer(Answer answer) {
    Buffer body = answer.body();
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    entry.status(answer.status());
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Length", "" + body.length());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    BodyFault passage = BodyFault.of(answerFault(), body.length());
    Buffer passing = passage.pass(body);
    if (passage.broken().isPresent()) {
      entry.sent(passing.length());
      Future<Void> written = response.write(passing);
      if (passage.broken().get().action() != FaultAction.STALL) {
        written.onComplete(ignored -> close());
      }
      return;
    }
    send(response, passing, passage);
  }

  /** Sends what is left: all of it, or a slice at a time when it is to flow slowly. */
  private void send(HttpServerResponse response, Buffer left, BodyFault passage) {
    int next = passage.slice(left.length());
    after(
        passage.pause(next),
        () -> {
          if (response.closed()) {
            return;
          }
          entry.sent(next);
          if (next == left.length()) {
            end(response, left);
          } else {
            response.write(left.slice(0, next));
            send(response, left.slice(next, left.length()), passage);
          }
        });
  }

  private void end(HttpServerResponse response, Buffer body) {
    boolean last = "close".equals(response.headers().get("Connection"));
    response
        .end(body)
        .onComplete(
            ignored -> {
              if (last) {
                close();
              }
            });
  }

  /** Does something after a wait, at once when there is none. */
  public void after(Duration wait, Runnable next) {
    if (wait.toMillis() < 1) {
      next.run();
    } else {
      vertx.setTimer(wait.toMillis(), ignored -> next.run());
    }
  }

  private boolean expectsContinue() {
    return header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
  }
}
