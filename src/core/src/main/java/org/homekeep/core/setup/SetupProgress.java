package org.homekeep.core.setup;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
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

  /** Domain → how long the set-up of the integration and of its entries took. */
  Map<String, Duration> times() {
    return entries.hosts().setUpTimes();
  }

  /** Succeeds, once its set-up has ended, with whether an integration is loaded. */
  Future<Boolean> whetherLoaded(String domain) {
    return entries.hosts().whetherLoaded(domain);
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
