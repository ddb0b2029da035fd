package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowServices;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers what integrations found by themselves, each thing once (framework.md §3.6). */
final class DiscoveryDesk {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryDesk.class);
  private static final String WITHOUT_ID = "default_discovery_unique_id";
  private static final String EVENT = "config_entry_discovered";
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final FlowManager<FlowSubject.Entry, ConfigStep> flows;
  private final ConfigEntries entries;
  private final FlowServices services;
  private Optional<Cancellable> event = Optional.empty();

  DiscoveryDesk(
      FlowManager<FlowSubject.Entry, ConfigStep> flows,
      ConfigEntries entries,
      FlowServices services) {
    this.flows = flows;
    this.entries = entries;
    this.services = services;
  }

  /** What tells discoveries apart; one without an id is the only one of its domain. */
  static String uniqueId(Discovery discovery) {
    return discovery.uniqueId().orElse(WITHOUT_ID);
  }

  /** Whether the id tells entries apart as well. */
  static boolean isReal(String uniqueId) {
    return !uniqueId.equals(WITHOUT_ID);
  }

  void discovered(String domain, Discovery found) {
    List<EntryView> known =
        entries.list().stream()
            .filter(entry -> entry.domain().equals(domain))
            .filter(
                entry ->
                    found.uniqueId().isEmpty()
                        || entry.record().uniqueId().equals(found.uniqueId()))
            .toList();
    if (!known.isEmpty()) {
      known.stream()
          .filter(entry -> entry.state() == EntryState.SETUP_RETRY)
          .forEach(entry -> entries.reload(entry.entryId()));
      return;
    }
    Optional<String> id = Optional.of(uniqueId(found));
    if (flows.isOpen(flow -> flow.domain().equals(domain) && flow.uniqueId().equals(id))) {
      return;
    }
    flows
        .start(
            FlowStart.byHub(
                new FlowSubject.Entry(
                    domain,
                    FlowSource.INTEGRATION_DISCOVERY,
                    Optional.empty(),
                    Optional.of(found))))
        .onSuccess(step -> tell())
        .onFailure(
            failed ->
                LOG.atWarn()
                    .addKeyValue("integration", domain)
                    .setCause(failed)
                    .log("What was discovered cannot be offered"));
  }

  private void tell() {
    if (event.isEmpty()) {
      event =
          Optional.of(
              services
                  .timers()
                  .after(
                      TOGETHER,
                      () -> {
                        event = Optional.empty();
                        services.events().fire(EVENT, new JsonObject());
                      }));
    }
  }
}
