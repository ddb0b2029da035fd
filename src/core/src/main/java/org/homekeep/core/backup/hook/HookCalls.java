package org.homekeep.core.backup.hook;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupHookException;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.core.integration.IntegrationCallException;
import org.homekeep.core.runtime.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has integrations get ready for the reading of data, and go on after it. On the hub's context. */
public final class HookCalls {
  private static final Logger LOG = LoggerFactory.getLogger(HookCalls.class);

  private final HookSource source;
  private final Timers timers;
  private final Duration deadline;

  /** Those that were told to get ready and have not been told to go on. */
  private final Set<BackupHooks> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

  private Future<Void> round = Future.succeededFuture();

  /** One of the two moments at which hooks are called. */
  private enum Moment {
    BEFORE("pre-backup"),
    AFTER("post-backup");

    private final String wireName;

    Moment(String wireName) {
      this.wireName = wireName;
    }

    Future<Void> call(BackupHooks hooks) {
      return this == BEFORE ? hooks.beforeBackup() : hooks.afterBackup();
    }
  }

  /** What became of the hooks of one entry. */
  private record Ended(OfferedHooks offered, Future<Void> result) {}

  /**
   * Calls with a deadline.
   *
   * @param deadline how long each hook may take
   */
  public HookCalls(HookSource source, Timers timers, Duration deadline) {
    this.source = source;
    this.timers = timers;
    this.deadline = deadline;
  }

  /**
   * Does the work when all integrations are ready, and has them go on after it, whatever came of
   * either.
   *
   * <p>Fails with the failure of the work, a {@link HookException}, or a {@link
   * SeveralFailuresException} when there are two.
   */
  public <T> Future<T> around(Supplier<Future<T>> work) {
    List<OfferedHooks> all = source.hooks();
    if (all.isEmpty()) {
      return work.get();
    }
    Future<T> done = around(all, work);
    round = done.otherwiseEmpty().mapEmpty();
    return done;
  }

  /** Completes when everybody has been told to go on; never fails. */
  public Future<Void> settled() {
    return round;
  }

  private <T> Future<T> around(List<OfferedHooks> all, Supplier<Future<T>> work) {
    all.forEach(each -> waiting.add(each.hooks()));
    return call(Moment.BEFORE, all)
        .compose(ready -> work.get())
        .transform(
            done -> {
              all.forEach(each -> waiting.remove(each.hooks()));
              return call(Moment.AFTER, all).transform(after -> outcome(done, after));
            });
  }

  private static <T> Future<T> outcome(AsyncResult<T> work, AsyncResult<Void> after) {
    if (after.succeeded()) {
      return work.succeeded()
          ? Future.succeededFuture(work.result())
          : Future.failedFuture(work.cause());
    }
    return Future.failedFuture(
        work.succeeded()
            ? after.cause()
            : new SeveralFailuresException(work.cause(), after.cause()));
  }

  /** All at the same time; fails with the first failure in their order when all have ended. */
  private Future<Void> call(Moment moment, List<OfferedHooks> all) {
    List<Ended> calls = new ArrayList<>();
    for (OfferedHooks each : all) {
      calls.add(new Ended(each, call(moment, each)));
    }
    return Future.join(calls.stream().map(Ended::result).toList())
        .transform(joined -> judge(moment, calls));
  }

  private static Future<Void> judge(Moment moment, List<Ended> calls) {
    List<Ended> failed = calls.stream().filter(each -> each.result().failed()).toList();
    if (failed.isEmpty()) {
      return Future.succeededFuture();
    }
    Ended first = failed.get(0);
    return Future.failedFuture(
        new HookException(
            "Error during %s: %s"
                .formatted(
                    moment.wireName, message(first.offered().owner(), first.result().cause())),
            failed.stream().map(each -> each.offered().owner()).distinct().toList(),
            first.result().cause()));
  }

  private Future<Void> call(Moment moment, OfferedHooks offered) {
    Promise<Void> ended = Promise.promise();
    Cancellable timer =
        timers.after(deadline, () -> ended.tryFail(tooSlow(offered.owner(), moment)));
    moment
        .call(offered.hooks())
        .onComplete(
            done -> {
              timer.cancel();
              if (done.failed()) {
                ended.tryFail(done.cause());
              } else if (!ended.tryComplete() && moment == Moment.BEFORE) {
                late(offered);
              }
            });
    return ended.future().onFailure(failed -> log(moment, offered, failed));
  }

  private BackupHookException tooSlow(String owner, Moment moment) {
    return new BackupHookException(
        "%s did not finish within %d seconds what it does %s a backup. If that happens again, tell whoever made it, and disable it to make backups without it."
            .formatted(owner, deadline.toSeconds(), moment == Moment.BEFORE ? "before" : "after"));
  }

  /** What got ready when nobody waited any more would stay so. */
  private void late(OfferedHooks offered) {
    if (!waiting.contains(offered.hooks())) {
      call(Moment.AFTER, offered);
    }
  }

  private static void log(Moment moment, OfferedHooks offered, Throwable failure) {
    LOG.atError()
        .addKeyValue("entry", offered.owner())
        .addKeyValue("moment", moment.wireName)
        .setCause(failure)
        .log("An integration did not do its part of a backup");
  }

  /** What people are told: its own words when they were written for people. */
  private static String message(String owner, Throwable failure) {
    boolean forPeople =
        failure instanceof BackupHookException || failure instanceof IntegrationCallException;
    String message = String.valueOf(failure.getMessage());
    return forPeople && !message.isBlank()
        ? message
        : "%s has a fault, which is in the log. Tell whoever made it, and disable it to make backups without it."
            .formatted(owner);
  }
}
