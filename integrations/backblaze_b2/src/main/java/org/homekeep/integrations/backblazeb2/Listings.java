package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;

/**
 * The listing of the folder, asked for again when it is old or when something was changed since it
 * began. Touched on the integration's context alone; the blocking work gets what it needs and gives
 * back a new {@link Snapshot}.
 */
final class Listings {
  static final String LIST = "list";

  /** A listing that costs more calls is not repeated each time that somebody asks. */
  private static final int CHEAP = 10;

  /** For each call of a listing that failed: a day has fewer minutes than B2 gives calls away. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** For so long a listing that failed is not asked for again. */
  private record Pause(Throwable why, Instant since, Duration length) {}

  private final Session session;
  private final Marks marks;
  private final IntegrationContext context;
  private final AgentWork work;
  private final Predicate<ObjectRef> isUnderWay;
  private final SidecarCache sidecars;
  private final StrayIssues strays;
  private Snapshot snapshot = Snapshot.EMPTY;
  private Optional<Instant> readAt = Optional.empty();
  private Optional<Future<Snapshot>> reading = Optional.empty();
  private Optional<Pause> pause = Optional.empty();
  private boolean isDear;
  private long changes;
  private int deletions;

  /**
   * Nothing is listed yet.
   *
   * @param isUnderWay whether an object is of an upload that runs
   */
  Listings(
      ConfigEntry entry,
      Session session,
      IntegrationContext context,
      AgentWork work,
      Predicate<ObjectRef> isUnderWay) {
    this.session = session;
    this.marks = new Marks(entry.entryId());
    this.context = context;
    this.work = work;
    this.isUnderWay = isUnderWay;
    this.sidecars = new SidecarCache(context.cache(entry.entryId()));
    this.strays = new StrayIssues(entry, context);
  }

  /** The listing, which may be some minutes old. */
  Future<Snapshot> listed() {
    return isCached() ? Future.succeededFuture(snapshot) : read();
  }

  /** The last listing if it knows the backup, or cost much; else a new one. */
  Future<Snapshot> knowing(String backupId) {
    return isCached() && (isDear || snapshot.knows(backupId))
        ? Future.succeededFuture(snapshot)
        : read();
  }

  private boolean isCached() {
    return (!snapshot.backups().isEmpty() || isDear)
        && readAt.filter(since -> lasts(since, session.settings().listCacheTtl())).isPresent();
  }

  /** Nothing lasts longer because the clock, which was wrong, is set back. */
  private boolean lasts(Instant since, Duration length) {
    Instant now = context.clock().instant();
    return !now.isBefore(since) && now.isBefore(since.plus(length));
  }

  /** Something changed in the bucket: what was read, or is being read, may lack it. */
  void expire() {
    changes++;
    readAt = Optional.empty();
    reading = Optional.empty();
  }

  /** A backup is about to be deleted: until that has ended, half of it is no stray. */
  void deleting() {
    deletions++;
  }

  /** A deletion has ended. */
  void deleted() {
    deletions--;
    expire();
  }

  /** Lists anew when that may show that strays are gone. */
  void lookAtStrays() {
    if (strays.areShown()) {
      read();
    }
  }

  /** Lists anew, together with whoever asks meanwhile. */
  private Future<Snapshot> read() {
    if (reading.isPresent()) {
      return reading.get();
    }
    if (pause.isPresent() && lasts(pause.get().since(), pause.get().length())) {
      return Future.failedFuture(pause.get().why());
    }
    Instant start = context.clock().instant();
    Snapshot before = snapshot;
    AtomicInteger calls = new AtomicInteger();
    long changesBefore = changes;
    Future<Snapshot> listing = work.blocking(LIST, () -> readAll(before, calls::incrementAndGet));
    reading = Optional.of(listing);
    listing
        .onComplete(
            done -> {
              if (changes == changesBefore) {
                reading = Optional.empty();
              }
            })
        .onFailure(why -> rest(why, start, calls.get()))
        .onSuccess(found -> isDear = calls.get() > CHEAP)
        .onSuccess(found -> keep(found, before, start, changes == changesBefore));
    return listing;
  }

  /** What failed at a price would fail at that price each time that somebody asks. */
  private void rest(Throwable why, Instant start, int calls) {
    boolean crowded = why.getCause() instanceof CrowdedFolderException;
    if (crowded) {
      strays.showCrowded(true);
    }
    if (crowded || calls > CHEAP) {
      pause = Optional.of(new Pause(why, start, PAUSE.multipliedBy(calls)));
    }
  }

  private Snapshot readAll(Snapshot before, Runnable onCall) throws IOException {
    Snapshot found =
        new Listing(session, marks).read(before.knowing(sidecars.with(before.sidecars())), onCall);
    sidecars.keep(found.sidecars());
    return found;
  }

  private void keep(Snapshot found, Snapshot before, Instant start, boolean unchanged) {
    snapshot = found;
    strays.showCrowded(false);
    if (unchanged && deletions == 0 && found.refusal().isEmpty()) {
      tellStrays();
    }
    readAt = unchanged && isAsGoodAsItGets(found) ? Optional.of(start) : Optional.empty();
    if (found.isUnfinished() && found.sidecars().size() > before.sidecars().size()) {
      read();
    }
  }

  /** What is not read because it is too much is not read the next time either. */
  private static boolean isAsGoodAsItGets(Snapshot found) {
    return found.failure().filter(why -> !(why instanceof CrowdedFolderException)).isEmpty();
  }

  /** The description of a young archive may be on its way, from this machine or from another. */
  private void tellStrays() {
    Instant young = context.clock().instant().minus(Leftovers.FORGOTTEN);
    strays.show(
        snapshot
            .strays()
            .withArchives(each -> each.since().isBefore(young) && !isUnderWay.test(each)));
  }
}
