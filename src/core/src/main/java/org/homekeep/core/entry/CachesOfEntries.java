package org.homekeep.core.entry;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.core.integration.EntryCaches;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets caches end with their entries. What cannot be deleted is no reason to fail, and is tried
 * again at the next start. Used on the hub's context.
 */
final class CachesOfEntries {
  private static final Logger LOG = LoggerFactory.getLogger(CachesOfEntries.class);

  private final Worker worker;
  private final EntryCaches caches;

  CachesOfEntries(HubRuntime runtime, EntryCaches caches) {
    this.worker = runtime.worker("entry-caches", 1);
    this.caches = caches;
  }

  /** Deletes those of other entries, before any is set up. */
  Future<Void> keepOnly(List<EntryRecord> entries) {
    Set<String> names =
        entries.stream()
            .flatMap(entry -> EntryCaches.name(entry.domain(), entry.entryId()).stream())
            .collect(Collectors.toSet());
    return tried(() -> caches.keepOnly(names));
  }

  /** Deletes that of an entry that was removed. */
  Future<Void> remove(EntryRecord entry) {
    return tried(() -> caches.remove(entry.domain(), entry.entryId()));
  }

  private Future<Void> tried(Worker.Action action) {
    return worker
        .perform(action)
        .onFailure(
            failed ->
                LOG.atWarn()
                    .setCause(failed)
                    .log("What an integration found out for a removed entry is not deleted yet"))
        .transform(done -> Future.succeededFuture());
  }
}
