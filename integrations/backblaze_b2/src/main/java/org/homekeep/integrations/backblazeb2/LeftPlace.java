package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.api.Cancellable;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bucket and folder that an entry uses no more: the parts of uploads that it had begun there
 * would cost money for ever. Backups stay, and so do archives without a sidecar, of which an issue
 * tells: one may be all that is left of a backup. Where it cannot be looked, an issue says so, and
 * what a person can do.
 */
final class LeftPlace {
  private static final Logger LOG = LoggerFactory.getLogger(LeftPlace.class);
  private static final String LEFT_BEHIND = "uploads_left_behind";
  private static final String HALVES = "archives_left_behind";

  /**
   * A call that was under way when the place was left has ended by then, and may have begun one.
   */
  private static final Duration LATE = Duration.ofMinutes(2);

  /** Of the issues that it reports. */
  static final Set<String> KEYS = Set.of(LEFT_BEHIND, HALVES);

  private final ConfigEntry entry;
  private final BucketConfig left;
  private final IntegrationContext context;
  private final Supplier<Optional<BucketConfig>> now;
  private final Settings settings;

  /**
   * A place that is left.
   *
   * @param entry as it was
   * @param now where the entry is at the time of asking: it may have come back; empty when it was
   *     removed. Asked on any thread
   */
  LeftPlace(ConfigEntry entry, IntegrationContext context, Supplier<Optional<BucketConfig>> now) {
    this.entry = entry;
    this.left = BucketConfig.of(entry.data());
    this.context = context;
    this.now = now;
    this.settings = Settings.of(context);
  }

  /** Leaves it, unless the entry has another key alone. */
  void leave() {
    Optional<BucketConfig> next = now.get();
    if (next.filter(left::isIn).isPresent()) {
      return;
    }
    List<BucketConfig> ways = new ArrayList<>(List.of(left));
    next.map(this::withKeyOf).ifPresent(ways::add);
    look(ways);
    SecondLook second = new SecondLook(() -> look(ways));
    second.timer = Optional.of(context.every(LATE, second));
  }

  /** A new key may reach where the old one does not any more. */
  private BucketConfig withKeyOf(BucketConfig next) {
    return new BucketConfig(next.keyId(), next.applicationKey(), left.bucket(), left.prefix());
  }

  private static final class SecondLook implements Runnable {
    private final Runnable look;
    private Optional<Cancellable> timer = Optional.empty();

    SecondLook(Runnable look) {
      this.look = look;
    }

    @Override
    public void run() {
      timer.ifPresent(Cancellable::cancel);
      look.run();
    }
  }

  private void look(List<BucketConfig> ways) {
    EntryIssues issues = new EntryIssues(entry, context);
    context
        .blocking(() -> tryAll(ways))
        .onSuccess(
            halves -> {
              issues.resolve(LEFT_BEHIND);
              issues.show(
                  !halves.isEmpty(),
                  HALVES,
                  Severity.WARNING,
                  Map.of("bucket_name", left.bucket(), "names", StrayIssues.names(halves)));
            })
        .onFailure(
            failed -> {
              LOG.atWarn()
                  .addKeyValue("bucket", left.bucket())
                  .setCause(failed)
                  .log("The uploads that an entry had begun where it is no more are not cancelled");
              issues.report(
                  LEFT_BEHIND,
                  Severity.WARNING,
                  Map.of("bucket_name", left.bucket(), "reason", reason(failed)));
            });
  }

  private static String reason(Throwable failed) {
    if (!(failed instanceof B2FailureException known)) {
      return "Something unexpected happened; the log has more.";
    }
    return known.failure() instanceof B2Failure.BadCredentials
        ? "Backblaze B2 refuses the application key that was used there; it was deleted or has"
            + " expired."
        : FailureText.sentence(known.failure());
  }

  /** Gives the archives that no sidecar makes a backup. */
  private List<ObjectRef> tryAll(List<BucketConfig> ways) throws IOException {
    Optional<IOException> first = Optional.empty();
    for (BucketConfig way : ways) {
      try {
        return tryOne(way);
      } catch (IOException failed) {
        first = Optional.of(first.orElse(failed));
      }
    }
    throw first.orElseThrow();
  }

  private List<ObjectRef> tryOne(BucketConfig way) throws IOException {
    Access access;
    try {
      access = new AccessCheck(settings, way).run();
    } catch (B2FailureException failed) {
      if (failed.failure() instanceof B2Failure.BucketMissing && way.equals(left)) {
        // Whatever was in it has gone with it.
        return List.of();
      }
      throw failed;
    }
    try (Session session =
        new Session(settings, way, EntryOptions.DEFAULT, access, context.clock())) {
      Marks marks = new Marks(entry.entryId());
      Predicate<ObjectRef> isLeft =
          file -> now.get().filter(place -> place.holds(left.bucket(), file.name())).isEmpty();
      new Leftovers(session, marks).cancelAll(isLeft);
      return halves(new Bucket(session).list(session.config().prefix())).stream()
          .filter(marks::areOn)
          .filter(isLeft)
          .toList();
    }
  }

  private static String sidecarOf(String archive) {
    int end = archive.length() - Sidecar.ARCHIVE_SUFFIX.length();
    return archive.substring(0, end) + Sidecar.SUFFIX;
  }

  private static List<ObjectRef> halves(List<ObjectRef> objects) {
    Set<String> names = objects.stream().map(ObjectRef::name).collect(Collectors.toSet());
    return objects.stream()
        .filter(each -> each.name().endsWith(Sidecar.ARCHIVE_SUFFIX))
        .filter(each -> !names.contains(sidecarOf(each.name())))
        .toList();
  }
}
