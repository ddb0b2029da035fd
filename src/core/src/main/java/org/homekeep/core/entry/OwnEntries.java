package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.EntryVersion;

/**
 * The entries that integrations keep themselves, one each, where people cannot add any: such as the
 * one of an account that somebody has logged in to.
 */
final class OwnEntries {
  private static final String SYSTEM = "system";

  private final ConfigEntries entries;

  OwnEntries(ConfigEntries entries) {
    this.entries = entries;
  }

  /** Makes the entry of a domain, or sets the one that there is up anew. */
  Future<Void> keep(String domain, String title) {
    return entries
        .whetherSetUp(domain)
        .compose(
            known ->
                own(domain).stream()
                    .findFirst()
                    .map(entry -> entries.reload(entry.entryId()).<Void>mapEmpty())
                    .orElseGet(() -> create(domain, title)));
  }

  private Future<Void> create(String domain, String title) {
    EntryVersion version = entries.hosts().find(domain).orElseThrow().declared().version();
    return entries
        .create(
            domain,
            SYSTEM,
            new EntryContent(
                title, version, Optional.empty(), new JsonObject(), new JsonObject(), List.of()))
        .mapEmpty();
  }

  /** Removes the entries of a domain that {@link #keep} has made. */
  Future<Void> remove(String domain) {
    return entries
        .whetherSetUp(domain)
        .compose(
            known ->
                Future.join(
                        own(domain).stream().map(entry -> entries.remove(entry.entryId())).toList())
                    .mapEmpty());
  }

  private List<EntryView> own(String domain) {
    return entries.of(domain).stream()
        .filter(entry -> entry.record().source().equals(SYSTEM))
        .toList();
  }
}
