package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.B2StorageClientWebifier;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2AccountAuthorization;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with B2 of one loaded entry: the account's token, the connections and the
 * threads. Used from many threads; all calls block.
 *
 * <p>Calls go through the SDK's wire layer, but are repeated by rules of this class: the SDK's own
 * repetition cannot be stopped, waits up to two minutes, gives up on 502 and 504, and asks again
 * eight times what a key is not allowed.
 */
final class Session implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int TRIES = 3;

  /** One call of the service. */
  @FunctionalInterface
  interface Call<T> {
    T run(B2StorageClientWebifier calls, B2AccountAuthorization account) throws B2Exception;
  }

  private final Settings settings;
  private final BucketConfig config;
  private final Authorizer authorizer;
  private final Transport control;
  private final CallDeadlines deadlines;
  private final ExecutorService threads;
  private final Set<Transport> transfers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Throttle throttle;
  private final PartMemory memory;
  private volatile Access access;
  private volatile EntryOptions options;
  private Optional<Authorization> authorization;

  /** A conversation with memory of its own. */
  Session(
      Settings settings, BucketConfig config, EntryOptions options, Access access, Clock clock) {
    this(settings, config, options, access, clock, new PartMemory(UploadPlan.MEMORY));
  }

  /**
   * A conversation.
   *
   * @param memory for the parts of its uploads and those of other sessions
   */
  Session(
      Settings settings,
      BucketConfig config,
      EntryOptions options,
      Access access,
      Clock clock,
      PartMemory memory) {
    this.settings = settings;
    this.memory = memory;
    this.config = config;
    this.authorizer = new Authorizer(settings, config);
    this.control = Transport.open(settings, SILENCE);
    this.deadlines = new CallDeadlines(settings.callTimeout());
    this.threads = threads();
    this.access = access;
    this.options = options;
    this.authorization = Optional.of(access.authorization());
    this.throttle =
        new Throttle(
            () -> this.options.limit(),
            clock,
            System::nanoTime,
            time -> this.pause(Stop.NEVER, time));
  }

  Settings settings() {
    return settings;
  }

  BucketConfig config() {
    return config;
  }

  /** As they are now. */
  EntryOptions options() {
    return options;
  }

  /** Other options, in force at once and for all that is under way. */
  void use(EntryOptions changed) {
    options = changed;
  }

  /** What all uploads go through. */
  Throttle throttle() {
    return throttle;
  }

  /** Where uploads keep the parts that they send. */
  PartMemory memory() {
    return memory;
  }

  /** What B2 said last about the key and the bucket. */
  Access access() {
    return access;
  }

  /** What the key may do, by what B2 said last. */
  KeyRights rights() {
    return new KeyRights(access);
  }

  String bucketId() {
    return access.bucket().getBucketId();
  }

  /** Takes over what a later check found. */
  synchronized void renew(Access found) {
    access = found;
    authorization = Optional.of(found.authorization());
  }

  /** Threads for what runs beside the caller; they end with the session. */
  ExecutorService threadPool() {
    return threads;
  }

  /** Connections for one transfer, closed by the caller or with the session. */
  Transport openTransfer(Duration silence) throws IOException {
    Transport transfer = Transport.open(settings, silence);
    transfers.add(transfer);
    if (isClosed()) {
      transfer.close();
      throw closedError();
    }
    return transfer;
  }

  void closeTransfer(Transport transfer) {
    transfers.remove(transfer);
    transfer.close();
  }

  /** A short call: three tries, new token once. One that is too late is not tried again. */
  <T> T call(Call<T> call) throws IOException {
    return call(control, Stop.NEVER, call);
  }

  /** A short call that ends early when it is not wanted any more. */
  <T> T call(Stop stop, Call<T> call) throws IOException {
    return call(control, stop, call);
  }

  /**
   * A call that ends at once when its transport is closed. On connections of its own it may take as
   * long as the transfer itself allows.
   */
  <T> T call(Transport transport, Stop stop, Call<T> call) throws IOException {
    boolean renewed = false;
    int failures = 0;
    while (true) {
      stop.check();
      try {
        Authorization used = authorization();
        try {
          return transport == control
              ? inTime(() -> call.run(control.calls(), used.forSdk()))
              : call.run(transport.calls(), used.forSdk());
        } catch (B2Exception refused) {
          if (renewed || !Classification.wantsNewToken(refused)) {
            throw refused;
          }
          renewed = true;
          forget(used);
        }
      } catch (B2Exception error) {
        stop.check();
        failures++;
        if (isClosed()) {
          throw closedError();
        }
        if (failures >= TRIES || !Classification.isTransient(error)) {
          throw B2FailureException.of(error);
        }
        pause(stop, Backoff.after(failures, error));
      } catch (IllegalStateException poolIsShutDown) {
        stop.check();
        if (isClosed()) {
          throw closedError();
        }
        throw poolIsShutDown;
      }
    }
  }

  /** What asks B2 once. */
  @FunctionalInterface
  private interface Try<T> {
    T run() throws B2Exception;
  }

  private <T> T inTime(Try<T> attempt) throws B2Exception, B2FailureException {
    try (CallDeadlines.Deadline deadline = deadlines.begin()) {
      try {
        return attempt.run();
      } catch (B2Exception | IllegalStateException failed) {
        if (deadline.hasPassed()) {
          throw deadline.failure();
        }
        throw failed;
      }
    }
  }

  /** The account's token, asked for when there is none. */
  synchronized Authorization authorization() throws B2Exception, B2FailureException {
    if (authorization.isEmpty()) {
      authorization = Optional.of(inTime(() -> authorizer.authorize(control)));
    }
    return authorization.get();
  }

  /** Drops a token that B2 does not accept any more, unless there is a newer one already. */
  synchronized void forget(Authorization refused) {
    String token = refused.forSdk().getAuthorizationToken();
    if (authorization.isPresent()
        && authorization.get().forSdk().getAuthorizationToken().equals(token)) {
      authorization = Optional.empty();
    }
  }

  /** Waits, but not longer than the work is wanted. */
  void pause(Stop stop, Duration duration) throws IOException {
    long end = System.nanoTime() + duration.toNanos();
    while (true) {
      stop.check();
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      try {
        if (closed.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
          throw closedError();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new B2FailureException(new B2Failure.CannotConnect("the work was interrupted"));
      }
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * What nobody expected; of connections that were closed here, each library tells in its own way.
   */
  B2FailureException fault(@Nullable Throwable fault) {
    return isClosed() ? closedError() : B2FailureException.ofFault(fault);
  }

  static B2FailureException closedError() {
    return new B2FailureException(
        new B2Failure.CannotConnect("the integration was unloaded meanwhile"));
  }

  /** Breaks what is still running. */
  @Override
  public void close() {
    closed.countDown();
    transfers.forEach(Transport::close);
    control.close();
    deadlines.close();
    threads.shutdownNow();
  }

  private static ExecutorService threads() {
    AtomicLong number = new AtomicLong();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "backblaze_b2-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
