package org.homekeep.core.integration;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;

/** The running side of the catalogue: a host for each integration. Used on the hub's context. */
public final class IntegrationHosts {
  private final Map<String, IntegrationHost> byDomain = new LinkedHashMap<>();

  public IntegrationHosts(
      HubRuntime runtime,
      Timers timers,
      Settings settings,
      IntegrationCatalog catalog,
      Function<String, IssueReporter> issues,
      IntegrationRequests requests) {
    for (InstalledIntegration installed : catalog.all()) {
      String domain = installed.domain();
      HubIntegrationContext context =
          new HubIntegrationContext(
              domain, runtime, timers, settings, issues.apply(domain), requests);
      byDomain.put(domain, new IntegrationHost(runtime, timers, installed, context));
    }
  }

  /** Asks every integration what it declares; one that fails is logged and stays unusable. */
  public Future<Void> prepare() {
    return Future.join(byDomain.values().stream().map(IntegrationHost::prepare).toList())
        .otherwiseEmpty()
        .mapEmpty();
  }

  /** All hosts. */
  public List<IntegrationHost> all() {
    return List.copyOf(byDomain.values());
  }

  /** The host of a domain. */
  public Optional<IntegrationHost> find(String domain) {
    return Optional.ofNullable(byDomain.get(domain));
  }
}
