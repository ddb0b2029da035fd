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
    return entry
        .unloadNow()
        .compose(
            unloaded -> {
              registry.leave(entry);
              forgetIssues(entry.record());
              // What the integration reports now is about what it could not take away, and stays.
              return ToldIntegrations.removed(entry)
                  .compose(told -> delete(entry))
                  .compose(deleted -> removed(entry))
                  .map(done -> !unloaded);
            });
  }

  private void forgetIssues(EntryRecord entry) {
    issues.resolveOfEntry(entry.domain(), entry.entryId());
    if (registry.all().stream()
        .noneMatch(other -> other.record().domain().equals(entry.domain()))) {
      issues.resolveAll(entry.domain());
    }
  }

  private Future<Void> delete(ManagedEntry entry) {
    registry.remove(entry.record().entryId());
    return registry.save(() -> registry.put(entry)).onFailure(notSaved -> entry.setUpNow());
  }

  private Future<Void> removed(ManagedEntry entry) {
    entry.close();
    flows.abortOf(entry.record().entryId());
    registry.tell(EntryListener.Change.REMOVED, entry);
    registry.tellState(entry.record().domain());
    return caches.remove(entry.record());
  }
}
