package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;

/**
 * The running side of the catalogue: a host for each integration, and the order in which they are
 * set up (framework.md §6.2). Used on the hub's context.
 *
 * <p>An integration is set up when those that it depends on have been; then its entries are, all at
 * the same time; then it is loaded.
 */
public final class IntegrationHosts {
  /** What takes longer is set up while the hub is running already. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HubRuntime runtime;
  private final Timers timers;
  private final Dependencies dependencies;
  private final Map<String, IntegrationHost> byDomain = new LinkedHashMap<>();
  private final Map<String, Future<Void>> setUps = new LinkedHashMap<>();
  private final Map<String, Future<Void>> loads = new LinkedHashMap<>();
  private final Map<String, Duration> times = new LinkedHashMap<>();
  private final Set<String> loaded = new TreeSet<>();
  private final List<Consumer<String>> listeners = new ArrayList<>();

  public IntegrationHosts(
      HubRuntime runtime,
      Timers timers,
      Settings settings,
      List<InstalledIntegration> installed,
      Function<String, IssueReporter> issues,
      IntegrationRequests requests,
      HubShare share) {
    this.runtime = runtime;
    this.timers = timers;
    this.dependencies =
        new Dependencies(installed.stream().map(InstalledIntegration::manifest).toList());
    for (InstalledIntegration each : installed) {
      String domain = each.domain();
      HubIntegrationContext context =
          new HubIntegrationContext(
              each, runtime, timers, settings, issues.apply(domain), requests, share);
      byDomain.put(domain, new IntegrationHost(runtime, timers, each, context));
    }
  }

  /**
   * Sets every integration up; one that fails is logged and stays unusable. Succeeds when it is
   * settled for each, or after ten seconds: what takes longer may, up to five minutes, but nobody
   * waits for it.
   */
  public Future<Void> prepare() {
    Promise<Void> enough = Promise.promise();
    Cancellable patience = timers.after(PATIENCE, enough::tryComplete);
    join(byDomain.keySet().stream().map(this::setUp))
        .onComplete(
            all -> {
              patience.cancel();
              enough.tryComplete();
            });
    return enough.future();
  }

  /** Sets an integration up after those that it waits for; those who ask again share the answer. */
  private Future<Void> setUp(String domain) {
    Future<Void> known = setUps.get(domain);
    if (known != null) {
      return known;
    }
    IntegrationHost host = host(domain);
    Optional<String> refused =
        host.manifest()
            .disabled()
            .map(why -> "The integration %s is disabled: %s".formatted(domain, why))
            .or(() -> dependencies.problem(domain));
    if (refused.isPresent()) {
      host.refuse(refused.get());
      setUps.put(domain, host.settled());
      return host.settled();
    }
    Future<Void> done = join(waitedFor(domain).map(this::setUp)).compose(ready -> setUpNow(host));
    setUps.put(domain, done);
    return done;
  }

  private Future<Void> setUpNow(IntegrationHost host) {
    Optional<String> missing =
        dependencies.needed(host.domain()).stream()
            .filter(needed -> !host(needed).usable())
            .findFirst();
    if (missing.isPresent()) {
      host.refuse(
          "The integration %s cannot be set up: could not set up dependency %s. The log says why."
              .formatted(host.domain(), missing.get()));
      return host.settled();
    }
    return host.setUp();
  }

  private Stream<String> waitedFor(String domain) {
    return Stream.concat(dependencies.needed(domain).stream(), dependencies.after(domain).stream());
  }

  /**
   * Sets up the entries of every integration, those of its dependencies first. Succeeds when each
   * entry has had its first attempt; those of an integration that is still being set up follow
   * later.
   *
   * @param entries sets up the entries of a domain at the same time
   */
  public Future<Void> load(Function<String, Future<Void>> entries) {
    List<Future<Void>> waited = new ArrayList<>();
    for (IntegrationHost host : byDomain.values()) {
      Future<Void> loading = load(host.domain(), entries);
      if (host.settled().isComplete()) {
        waited.add(loading);
      }
    }
    return join(waited.stream());
  }

  private Future<Void> load(String domain, Function<String, Future<Void>> entries) {
    Future<Void> known = loads.get(domain);
    if (known != null) {
      return known;
    }
    IntegrationHost host = host(domain);
    if (host.trouble().isPresent()) {
      Future<Void> tried = entries.apply(domain).otherwiseEmpty();
      loads.put(domain, tried);
      return tried;
    }
    Future<Void> done =
        join(waitedFor(domain).map(other -> load(other, entries)))
            .compose(ready -> host.settled())
            .compose(
                ready -> {
                  Instant begun = runtime.clock().instant();
                  return entries
                      .apply(domain)
                      .otherwiseEmpty()
                      .onComplete(
                          tried ->
                              loaded(host, Duration.between(begun, runtime.clock().instant())));
                });
    loads.put(domain, done);
    return done;
  }

  private void loaded(IntegrationHost host, Duration ofEntries) {
    if (host.usable()) {
      times.put(host.domain(), host.setUpTime().plus(ofEntries));
      loaded.add(host.domain());
      List.copyOf(listeners).forEach(listener -> listener.accept(host.domain()));
    }
  }

  /** Ends all integrations, after their entries; one that fails at that harms no other. */
  public Future<Void> stop() {
    return join(byDomain.values().stream().map(IntegrationHost::stop));
  }

  /** Hears the domain of every integration that has been loaded, with its entries. */
  public Cancellable onLoaded(Consumer<String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The domains that have been loaded, in alphabetical order. */
  public List<String> loaded() {
    return List.copyOf(loaded);
  }

  /** Succeeds, once it is settled, with whether an integration has been loaded. */
  public Future<Boolean> whetherLoaded(String domain) {
    return Optional.ofNullable(loads.get(domain))
        .orElseGet(Future::succeededFuture)
        .map(settled -> loaded.contains(domain));
  }

  /** Domain → how long the set-up of the integration and of its entries took. */
  public Map<String, Duration> setUpTimes() {
    return Map.copyOf(times);
  }

  /** All hosts. */
  public List<IntegrationHost> all() {
    return List.copyOf(byDomain.values());
  }

  /** The host of a domain. */
  public Optional<IntegrationHost> find(String domain) {
    return Optional.ofNullable(byDomain.get(domain));
  }

  private IntegrationHost host(String domain) {
    return find(domain).orElseThrow();
  }

  private static Future<Void> join(Stream<Future<Void>> futures) {
    return Future.join(futures.toList()).otherwiseEmpty().mapEmpty();
  }
}
