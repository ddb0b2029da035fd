package org.homekeep.core.entry;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.SafeCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What integrations hear of the lives of their entries, to clean up after them. That they fail is
 * logged, and changes nothing. Used on the hub's context.
 */
final class ToldIntegrations {
  private static final Logger LOG = LoggerFactory.getLogger(ToldIntegrations.class);
  private static final Duration HOOK = Duration.ofSeconds(30);

  private ToldIntegrations() {}

  /** An entry is removed; succeeds when the integration has cleaned up, or took too long. */
  static Future<Void> removed(ManagedEntry entry) {
    return tell(
        entry,
        entry.record(),
        "removal",
        host -> host.integration().removed(typed(entry.record(), host), host.context()));
  }

  /** A flow has changed an entry. */
  static Future<Void> changed(EntryRecord before, ManagedEntry entry) {
    return tell(
        entry,
        before,
        "change of data",
        host -> {
          host.integration()
              .changed(typed(before, host), typed(entry.record(), host), host.context());
          return Future.succeededFuture();
        });
  }

  private static ConfigEntry typed(EntryRecord record, IntegrationHost host) {
    return EntryView.typed(record, Optional.of(host));
  }

  private static Future<Void> tell(
      ManagedEntry entry,
      EntryRecord before,
      String what,
      Function<IntegrationHost, Future<Void>> word) {
    Optional<IntegrationHost> usable = entry.host().filter(IntegrationHost::usable);
    if (usable.isEmpty()) {
      return Future.succeededFuture();
    }
    IntegrationHost host = usable.get();
    List<Secret> secrets =
        Stream.of(before, entry.record())
            .flatMap(record -> typed(record, host).secrets().stream())
            .toList();
    return host.call(what, HOOK, () -> word.apply(host))
        .onFailure(
            failed ->
                LOG.atError()
                    .addKeyValue("integration", host.domain())
                    .addKeyValue("after", what)
                    .setCause(SafeCause.of(failed, secrets))
                    .log("An integration failed to clean up after an entry"))
        .transform(done -> Future.succeededFuture());
  }
}
