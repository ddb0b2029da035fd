package org.homekeep.core.entry;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.SafeCause;
import org.homekeep.core.issues.IssueRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a config entry away, with everything that the hub keeps of it (framework.md §3.5). */
final class EntryRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(EntryRemoval.class);
  private static final Duration HOOK = Duration.ofSeconds(30);

  private final EntryRegistry registry;
  private final EntryFlows flows;
  private final IssueRegistry issues;
  private final CachesOfEntries caches;

  EntryRemoval(
      EntryRegistry registry, EntryFlows flows, IssueRegistry issues, CachesOfEntries caches) {
    this.registry = registry;
    this.flows = flows;
    this.issues = issues;
    this.caches = caches;
  }

  /** True when a restart is needed. For use in a command of the entry. */
  Future<Boolean> remove(ManagedEntry entry) {
    String entryId = entry.record().entryId();
    return entry
        .unloadNow()
        .compose(
            unloaded -> {
              registry.remove(entryId);
              return registry
                  .save(() -> registry.put(entry))
                  .onFailure(notSaved -> entry.setUpNow())
                  .compose(saved -> removed(entry))
                  .map(done -> !unloaded);
            });
  }

  private Future<Void> removed(ManagedEntry entry) {
    entry.close();
    String entryId = entry.record().entryId();
    String domain = entry.record().domain();
    flows.abortOf(entryId);
    registry.tell(EntryListener.Change.REMOVED, entry);
    registry.tellState(domain);
    return hook(entry)
        .compose(done -> caches.remove(entry.record()))
        .onComplete(
            done -> {
              issues.resolveOfEntry(domain, entryId);
              if (registry.all().stream()
                  .noneMatch(other -> other.record().domain().equals(domain))) {
                issues.resolveAll(domain);
              }
            });
  }

  private static Future<Void> hook(ManagedEntry managed) {
    Optional<IntegrationHost> host = managed.host().filter(IntegrationHost::usable);
    if (host.isEmpty()) {
      return Future.succeededFuture();
    }
    ConfigEntry entry = EntryView.typed(managed.record(), host);
    return host.get()
        .<Void>call(
            "removal",
            HOOK,
            () -> {
              host.get().integration().removed(entry, host.get().context());
              return Future.succeededFuture();
            })
        .onFailure(
            failed ->
                LOG.atError()
                    .addKeyValue("integration", entry.domain())
                    .setCause(SafeCause.of(failed, entry.secrets()))
                    .log("An integration failed to clean up after a removed entry"))
        .transform(done -> Future.succeededFuture());
  }
}
