package org.homekeep.integrations.cloud;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests over HTTP, each with a deadline. Blocks its caller; may be used from many threads.
 * {@link #close} may be called from any thread and breaks what is under way.
 */
final class Web implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Web.class);
  private static final Timeout CONNECTING = Timeout.ofSeconds(10);

  /** More wait for one of these to end. */
  static final int CONNECTIONS = 8;

  /** No answer to a call is larger; one that is, is none of this service. */
  private static final int LONGEST_ANSWER = 1024 * 1024;

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor timers;

  /**
   * @param silence how long nothing may come
   */
  Web(Duration silence) {
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECTING)
                    .setSocketTimeout(Timeout.ofMilliseconds(silence.toMillis()))
                    .setTimeToLive(TimeValue.ofSeconds(30))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .build();
    // Redirects would carry the token elsewhere; compression would change what is downloaded;
    // trying again is decided where it is known what a call does.
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(CONNECTING)
                    .setResponseTimeout(Timeout.ofMilliseconds(silence.toMillis()))
                    .build())
            .setUserAgent("homekeep")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    this.timers =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "cloud-timers");
              thread.setDaemon(true);
              return thread;
            });
    timers.setRemoveOnCancelPolicy(true);
  }

  /**
   * A whole answer.
   *
   * @param body at most a megabyte
   */
  record Answer(int status, Buffer body) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** The body, when it is a JSON object. */
    Optional<JsonObject> json() {
      try {
        return Optional.of(new JsonObject(body));
      } catch (RuntimeException other) {
        return Optional.empty();
      }
    }

    /** It may have tokens in it. */
    @Override
    public String toString() {
      return "Answer[status=%d, %d bytes]".formatted(status, body.length());
    }
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @throws CloudFailureException when none comes in time
   */
  Answer call(HttpUriRequestBase request, Duration longest) throws CloudFailureException {
    Deadline deadline = new Deadline(request, longest);
    try (deadline) {
      ClassicHttpResponse response = http.executeOpen(null, request, null);
      try {
        return new Answer(response.getCode(), Buffer.buffer(whole(response)));
      } finally {
        drop(response);
      }
    } catch (CloudFailureException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      throw new CloudFailureException(
          new CloudFailure.Unreachable(
              deadline.hasPassed()
                  ? "no whole answer within %d s".formatted(longest.toSeconds())
                  : "the connection failed"),
          broken);
    }
  }

  private static byte[] whole(ClassicHttpResponse response) throws IOException {
    byte[] body = head(response, LONGEST_ANSWER + 1);
    if (body.length > LONGEST_ANSWER) {
      throw new CloudFailureException(
          new CloudFailure.Trouble(
              response.getCode(), "the answer is longer than any that makes sense."));
    }
    return body;
  }

  /** The first bytes of a body. */
  static byte[] head(ClassicHttpResponse response, int most) throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? new byte[0] : entity.getContent().readNBytes(most);
  }

  /** Gives up what is not read to its end: closing would read the rest, which may be gigabytes. */
  static void drop(ClassicHttpResponse response) {
    if (response instanceof ModalCloseable connection) {
      connection.close(CloseMode.IMMEDIATE);
      return;
    }
    try {
      response.close();
    } catch (IOException alreadyBroken) {
      // Nothing is lost: the connection is given up either way.
    }
  }

  /**
   * Sends a request whose answer is read by the caller, who closes it.
   *
   * @param longest after which it is cut off, however far it is
   */
  Opened open(HttpUriRequestBase request, Duration longest) throws IOException {
    Deadline deadline = new Deadline(request, longest);
    try {
      return new Opened(http.executeOpen(null, request, null), deadline);
    } catch (IOException | RuntimeException failed) {
      deadline.close();
      if (deadline.hasPassed()) {
        throw new TooSlowException(failed);
      }
      throw failed;
    }
  }

  /** A request took too long as a whole. */
  static final class TooSlowException extends IOException {
    TooSlowException(Exception cause) {
      super("The request took too long.", cause);
    }
  }

  /** An answer whose body can be read until its deadline; closing it ends that. */
  record Opened(ClassicHttpResponse response, Deadline deadline) implements AutoCloseable {
    @Override
    public void close() {
      deadline.close();
      drop(response);
    }
  }

  /** Does something again and again, until it is closed. */
  Timer every(Duration interval, Runnable action) {
    long nanos = interval.toNanos();
    Runnable again =
        () -> {
          try {
            action.run();
          } catch (RuntimeException failed) {
            // The timer would end without a word, and with it what watches a transfer.
            LOG.atWarn().setCause(failed).log("A look at a transfer failed");
          }
        };
    return new Timer(
        timers -> timers.scheduleWithFixedDelay(again, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  /** The deadline of one request, until it is closed. */
  final class Deadline implements AutoCloseable {
    private final Timer timer;
    private volatile boolean passed;

    private Deadline(HttpUriRequestBase request, Duration longest) {
      Runnable pass =
          () -> {
            passed = true;
            request.cancel();
          };
      this.timer =
          new Timer(timers -> timers.schedule(pass, longest.toNanos(), TimeUnit.NANOSECONDS));
    }

    boolean hasPassed() {
      return passed;
    }

    @Override
    public void close() {
      timer.close();
    }
  }

  /** Something that happens later, until it is closed. */
  final class Timer implements AutoCloseable {
    private final Optional<Future<?>> armed;

    private Timer(Function<ScheduledThreadPoolExecutor, Future<?>> arm) {
      this.armed = arm(arm);
    }

    private Optional<Future<?>> arm(Function<ScheduledThreadPoolExecutor, Future<?>> arm) {
      try {
        return Optional.of(arm.apply(timers));
      } catch (RejectedExecutionException closed) {
        // The connections are closed as well.
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      armed.ifPresent(each -> each.cancel(false));
    }
  }

  @Override
  public void close() {
    timers.shutdownNow();
    connections.close(CloseMode.IMMEDIATE);
    http.close(CloseMode.IMMEDIATE);
  }
}
