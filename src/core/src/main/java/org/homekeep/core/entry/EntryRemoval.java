package org.homekeep.core.entry;

import io.vertx.core.Future;
import org.homekeep.core.issues.IssueRegistry;

/** Takes a config entry away, with everything that the hub keeps of it (framework.md §3.5). */
final class EntryRemoval {
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
    issues.resolveOfEntry(domain, entryId);
    if (registry.all().stream().noneMatch(other -> other.record().domain().equals(domain))) {
      issues.resolveAll(domain);
    }
    // What the integration reports now is about what it could not take away, and stays.
    return ToldIntegrations.removed(entry).compose(done -> caches.remove(entry.record()));
  }
}
