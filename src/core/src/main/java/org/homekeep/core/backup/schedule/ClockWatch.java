package org.homekeep.core.backup.schedule;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over restarts how late it was last, and knows when the clock has leapt ahead: then it
 * may be wrong, and no age of a backup can be believed yet. Touched on the hub's context.
 */
public final class ClockWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  /** What a hub is switched off for, and a backup may be judged too early by. */
  private static final Duration LEAP = Duration.ofDays(2);

  /** How long a clock that is wrong has time to be set right. */
  private static final Duration DOUBT = Duration.ofDays(1);

  /** So that the storage is not written all the time. */
  private static final Duration NOTED = Duration.ofHours(6);

  private final Clock clock;
  private final Store<SeenTime> store;
  private SeenTime seen;
  private Optional<Instant> noted;
  private Optional<Instant> behindSince = Optional.empty();

  /**
   * The clock went on by days in no time.
   *
   * @param from what it showed before
   * @param to what it showed after that
   */
  public record Leap(Instant from, Instant to) {
    /** When it is believed again. */
    public Instant until() {
      return to.plus(DOUBT);
    }
  }

  private ClockWatch(Clock clock, Store<SeenTime> store, Optional<SeenTime> stored) {
    this.clock = clock;
    this.store = store;
    this.seen = stored.orElseGet(() -> new SeenTime(clock.instant(), Optional.empty()));
    this.noted = stored.map(SeenTime::last);
  }

  /** Reads how late it was last; where nobody knows, the clock is believed. */
  public static Future<ClockWatch> open(Storage storage, Clock clock) {
    Store<SeenTime> store = storage.open(SeenTimeCodec.KEY, new SeenTimeCodec());
    return store.load().map(loaded -> new ClockWatch(clock, store, loaded));
  }

  /** Looks at the clock; to be done often. Gives the leap because of which it is in doubt. */
  public Optional<Leap> look() {
    Instant now = clock.instant();
    Optional<Leap> leap =
        now.isAfter(seen.last().plus(LEAP))
            ? Optional.of(new Leap(seen.last(), now))
            : seen.leap().filter(known -> isInDoubt(known, now));
    boolean setBackAfterLeap =
        leap.isEmpty() && seen.leap().filter(each -> isOver(each, now)).isPresent();
    boolean changed = !leap.equals(seen.leap());
    seen = new SeenTime(setBackAfterLeap ? now : latest(now), leap);
    if (changed || noted.filter(before -> isRecent(before, seen.last())).isEmpty()) {
      noted = Optional.of(seen.last());
      store.save(seen).onFailure(ClockWatch::notNoted);
    }
    return leap;
  }

  /**
   * Machines without a clock of their own are behind for minutes when they start, and do not leap
   * when they are set right. One that stays behind for a day was ahead before.
   */
  private Instant latest(Instant now) {
    if (now.isAfter(seen.last().minus(LEAP))) {
      behindSince = Optional.empty();
      return now.isAfter(seen.last()) ? now : seen.last();
    }
    Instant since = behindSince.filter(before -> !before.isAfter(now)).orElse(now);
    behindSince = Optional.of(since);
    return Duration.between(since, now).compareTo(DOUBT) < 0 ? seen.last() : now;
  }

  private static boolean isRecent(Instant noted, Instant now) {
    return Duration.between(noted, now).abs().compareTo(NOTED) < 0;
  }

  private static boolean isInDoubt(Leap leap, Instant now) {
    return now.isBefore(leap.until()) && !isOver(leap, now);
  }

  /** The clock has been set back again. */
  private static boolean isOver(Leap leap, Instant now) {
    return !now.isAfter(leap.from().plus(LEAP));
  }

  private static void notNoted(Throwable why) {
    LOG.atWarn().setCause(why).log("How late it is could not be noted yet");
  }
}
