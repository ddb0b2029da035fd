package org.homekeep.core.setup;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.entry.ConfigEntries;
import org.homekeep.core.entry.EntryState;
import org.homekeep.core.entry.EntryView;
import org.homekeep.core.runtime.HubRuntime;

/** How far the set-up of this start has come. Touched on the hub's context alone. */
public final class SetupProgress {
  private final HubRuntime runtime;
  private final ConfigEntries entries;
  private final Instant began;
  private boolean finished;

  /** Call when the hub starts. */
  public SetupProgress(HubRuntime runtime, ConfigEntries entries) {
    this.runtime = runtime;
    this.entries = entries;
    this.began = runtime.clock().instant();
  }

  /** Every entry has been tried once. */
  public void finished() {
    finished = true;
  }

  /** Whether every entry has been tried once. */
  boolean isFinished() {
    return finished;
  }

  /** Hears whenever the state of an entry changes. */
  Cancellable onChange(Runnable listener) {
    return entries.onStateChange(domain -> listener.run());
  }

  /** Domain → how long the hub has been at it; empty when nothing is being set up. */
  Map<String, Duration> underWay() {
    Map<String, Duration> domains = new TreeMap<>();
    Duration sinceStart = Duration.between(began, runtime.clock().instant());
    entries.list().stream()
        .map(EntryView::domain)
        .filter(this::isUnderWay)
        .forEach(domain -> domains.put(domain, sinceStart));
    return domains;
  }

  /** Domain → how long the set-up of its entries took, added up. */
  Map<String, Duration> times() {
    Map<String, Duration> times = new TreeMap<>();
    for (EntryView entry : entries.list()) {
      entry.setUpTime().ifPresent(time -> times.merge(entry.domain(), time, Duration::plus));
    }
    return times;
  }

  /** Succeeds when the set-up of a domain has ended; at once when nothing of it is set up. */
  Future<Void> ofDomain(String domain) {
    if (!isUnderWay(domain)) {
      return Future.succeededFuture();
    }
    Promise<Void> ended = Promise.promise();
    Consumer<String> check =
        changed -> {
          if (changed.equals(domain) && !isUnderWay(domain)) {
            ended.tryComplete();
          }
        };
    Cancellable listener = entries.onStateChange(check);
    return ended.future().onComplete(done -> listener.cancel());
  }

  private boolean isUnderWay(String domain) {
    return entries.list().stream()
        .filter(entry -> entry.domain().equals(domain))
        .anyMatch(this::isUnderWay);
  }

  /** Before its first attempt an entry looks as one does that is not loaded. */
  private boolean isUnderWay(EntryView entry) {
    boolean waits = !finished && entry.state() == EntryState.NOT_LOADED;
    return entry.state() == EntryState.SETUP_IN_PROGRESS || (waits && entry.record().enabled());
  }
}
