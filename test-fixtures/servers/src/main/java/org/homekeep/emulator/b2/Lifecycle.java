package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out the lifecycle rules of all buckets: the real service once a day, this one whenever
 * its clock is moved, and now and then. Touched on its context only.
 *
 * <p>What was due in between happens as if it had happened then: a file that is to be hidden after
 * a day and deleted a day later is gone after two, even when the clock jumps over both. What is
 * locked stays.
 */
final class Lifecycle {
  private final Service service;
  private Future<Void> last = Future.succeededFuture();

  Lifecycle(Service service) {
    this.service = service;
  }

  /** Does what is due by now, after an earlier run. */
  Future<Void> run() {
    last =
        last.transform(
            ignored ->
                each(this::hide)
                    .compose(hidden -> each(this::delete))
                    .compose(gone -> each(this::cancel)));
    return last;
  }

  private Future<Void> each(Function<Due, List<Future<?>>> step) {
    List<Due> dues = new ArrayList<>();
    for (Bucket bucket : service.account().buckets()) {
      for (LifecycleRule rule : LifecycleRule.of(bucket.lifecycleRules())) {
        for (Map.Entry<String, List<FileVersion>> name :
            service.catalogue().names(bucket.id()).tailMap(rule.prefix(), true).entrySet()) {
          if (!name.getKey().startsWith(rule.prefix())) {
            break;
          }
          dues.add(new Due(rule, bucket.id(), List.copyOf(name.getValue())));
        }
      }
    }
    return Future.join(dues.stream().flatMap(due -> step.apply(due).stream()).toList()).mapEmpty();
  }

  private List<Future<?>> hide(Due due) {
    return Catalogue.current(due.versions())
        .filter(FileVersion::isReadable)
        .filter(file -> isPast(file, due.rule().toHiding()))
        .<List<Future<?>>>map(
            file ->
                List.of(
                    service
                        .catalogue()
                        .add(
                            FileVersion.hideMarker(
                                due.bucketId(),
                                file.name(),
                                end(file, due.rule().toHiding().orElseThrow()),
                                service.clock().now()))))
        .orElse(List.of());
  }

  private List<Future<?>> delete(Due due) {
    List<FileVersion> versions =
        due.versions().stream()
            .filter(version -> version.action() != FileVersion.Action.START)
            .toList();
    List<FileVersion> going = new ArrayList<>();
    for (int i = 1; i < versions.size(); i++) {
      FileVersion version = versions.get(i);
      if (isPast(versions.get(i - 1), due.rule().toDeleting())
          && !Locks.holds(version, service.clock().now())) {
        going.add(version);
      }
    }
    // A mark that hides nothing any more has no use.
    if (going.size() == versions.size() - 1
        && versions.get(0).action() == FileVersion.Action.HIDE
        && isPast(versions.get(0), due.rule().toDeleting())) {
      going.add(versions.get(0));
    }
    return removed(going);
  }

  private List<Future<?>> cancel(Due due) {
    return removed(
        due.versions().stream()
            .filter(version -> version.action() == FileVersion.Action.START)
            .filter(version -> isPast(version, due.rule().toCancelling()))
            .toList());
  }

  private List<Future<?>> removed(List<FileVersion> versions) {
    List<Future<?>> removals = new ArrayList<>();
    versions.forEach(version -> removals.add(service.catalogue().remove(version)));
    return removals;
  }

  private boolean isPast(FileVersion version, Optional<Duration> after) {
    return after
        .filter(wait -> end(version, wait) <= service.clock().now().toEpochMilli())
        .isPresent();
  }

  private static long end(FileVersion version, Duration wait) {
    return version.uploadedAt() + wait.toMillis();
  }

  /** The versions of one name that a rule is for, newest first. */
  private record Due(LifecycleRule rule, String bucketId, List<FileVersion> versions) {}
}
