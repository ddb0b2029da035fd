package org.homekeep.contract;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.EntryCache;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.StateFile;
import org.homekeep.api.Tunable;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;

/**
 * The hub as one integration sees it, without a hub: real threads, a clock and timers that the test
 * turns, and what the integration reported. Its workers end with Vert.x.
 */
public final class TestIntegrationContext implements IntegrationContext {
  /** What the hub of the test is known by. */
  public static final String INSTANCE_ID = "47002396aabbccddeeff001122334455";

  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Context context;
  private final WorkerExecutor workers;
  private final TurnedClock clock = new TurnedClock();
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Map<String, Issue> issues = new ConcurrentHashMap<>();
  private final Map<String, byte[]> caches = new ConcurrentHashMap<>();
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<String>> ownEntry =
      new AtomicReference<>(Optional.empty());
  private final List<String> reauths = new CopyOnWriteArrayList<>();
  private final List<Discovery> discoveries = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final List<Timer> timers = new CopyOnWriteArrayList<>();

  /** A context on an event loop of the given Vert.x. */
  public TestIntegrationContext(Vertx vertx) {
    this.context = vertx.getOrCreateContext();
    this.workers =
        vertx.createSharedWorkerExecutor(
            "integration-" + UUID.randomUUID(), WORKERS, 30, TimeUnit.MINUTES);
  }

  /** Sets a tunable, as {@code --set} does. */
  public TestIntegrationContext set(String name, Object value) {
    settings.put(name, value.toString());
    return this;
  }

  /** Runs on the context where integrations are called, and waits for the result. */
  public <T> T await(Supplier<Future<T>> work) throws Exception {
    return await(start(work));
  }

  /** Runs on the context where integrations are called, without waiting. */
  public <T> Future<T> start(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            work.get().onComplete(promise);
          } catch (RuntimeException thrown) {
            promise.fail(thrown);
          }
        });
    return promise.future();
  }

  /** Waits for a result; throws what it failed with. */
  public <T> T await(Future<T> future) throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    } catch (TimeoutException late) {
      throw new AssertionError("Nothing came within " + PATIENCE.toSeconds() + " s.", late);
    }
  }

  /** Lets every armed timer fire once. */
  public void fireTimers() throws Exception {
    await(
        () -> {
          timers.forEach(timer -> timer.action().run());
          return Future.succeededFuture();
        });
  }

  /** Completes when no blocking work is running and what it led to has been done. */
  public Future<Void> blockingIdle() {
    Promise<Void> idle = Promise.promise();
    context.runOnContext(ignored -> completeWhenIdle(idle));
    return idle.future();
  }

  private void completeWhenIdle(Promise<Void> idle) {
    if (running.get() == 0) {
      idle.complete();
    } else {
      context.owner().setTimer(5, ignored -> context.runOnContext(again -> completeWhenIdle(idle)));
    }
  }

  /** The intervals of the timers that are armed. */
  public List<Duration> armedTimers() {
    return timers.stream().map(Timer::interval).toList();
  }

  /** Moves the clock forward. */
  public void advance(Duration by) {
    clock.now.updateAndGet(now -> now.plus(by));
  }

  /** What the repairs page would show, by issue id. */
  public Map<String, Issue> shownIssues() {
    return Map.copyOf(issues);
  }

  /** The entries for which new credentials were asked, in order. */
  public List<String> reauths() {
    return List.copyOf(reauths);
  }

  /** The title of the entry that the integration keeps itself, when there is one. */
  public Optional<String> ownEntry() {
    return Optional.ofNullable(ownEntry.get()).orElseThrow();
  }

  /** What was offered to be added. */
  public List<Discovery> discoveries() {
    return List.copyOf(discoveries);
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    running.incrementAndGet();
    context.runOnContext(
        ignored ->
            workers
                .executeBlocking(work, false)
                .onComplete(
                    done -> {
                      promise.handle(done);
                      running.decrementAndGet();
                    }));
    return promise.future();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    Timer timer = new Timer(interval, action, new Object());
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public <T> T setting(Tunable<T> tunable) {
    String text = settings.get(tunable.name());
    return text == null ? tunable.fallback() : tunable.parser().apply(text);
  }

  @Override
  public EntryCache cache(String entryId) {
    return new EntryCache() {
      @Override
      public Optional<byte[]> read() {
        return Optional.ofNullable(caches.get(entryId)).map(byte[]::clone);
      }

      @Override
      public void write(byte[] content) {
        if (content.length > MOST_BYTES) {
          throw new IllegalArgumentException("A cache of %d bytes".formatted(content.length));
        }
        caches.put(entryId, content.clone());
      }
    };
  }

  @Override
  public StateFile file(String name) {
    return new StateFile() {
      @Override
      public Optional<JsonObject> read() {
        return Optional.ofNullable(files.get(name)).map(JsonObject::new);
      }

      @Override
      public void write(JsonObject document) {
        files.put(name, document.encode());
      }

      @Override
      public void delete() {
        files.remove(name);
      }
    };
  }

  @Override
  public String instanceId() {
    return INSTANCE_ID;
  }

  @Override
  public Future<Void> keepOwnEntry(String title) {
    ownEntry.set(Optional.of(title));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> removeOwnEntry() {
    ownEntry.set(Optional.empty());
    return Future.succeededFuture();
  }

  @Override
  public IssueReporter issues() {
    return new IssueReporter() {
      @Override
      public void report(Issue issue) {
        issues.put(issue.issueId(), issue);
      }

      @Override
      public void resolve(String issueId) {
        issues.remove(issueId);
      }
    };
  }

  @Override
  public void startReauth(String entryId) {
    reauths.add(entryId);
  }

  @Override
  public void discovered(Discovery discovery) {
    discoveries.add(discovery);
  }

  private record Timer(Duration interval, Runnable action, Object identity) {}

  private static final class TurnedClock extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-04-07T03:10:47Z"));

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }

    @Override
    public Instant instant() {
      Instant instant = now.get();
      if (instant == null) {
        throw new IllegalStateException("The clock always has a time.");
      }
      return instant;
    }
  }
}
