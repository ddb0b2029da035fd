package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.core.flow.FlowEnding;
import org.homekeep.core.flow.FlowRefusedException;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.integration.IntegrationHost;

/** What flows know of config entries, and what they do to them (framework.md §3.6, §3.7). */
final class EntryFlowEnding implements FlowEnding {
  private static final String SINGLE = "single_instance_allowed";
  private static final String ALREADY_CONFIGURED = "already_configured";

  private final ConfigEntries entries;

  EntryFlowEnding(ConfigEntries entries) {
    this.entries = entries;
  }

  @Override
  public Optional<String> refusal(FlowStart start) {
    boolean single =
        entries
            .hosts()
            .find(start.domain())
            .map(IntegrationHost::manifest)
            .filter(manifest -> manifest.singleConfigEntry())
            .isPresent();
    boolean second = start.source() == FlowSource.USER && !others(start).isEmpty();
    return single && second ? Optional.of(SINGLE) : Optional.empty();
  }

  @Override
  public FlowContext context(FlowStart start) {
    return new FlowContext(
        start.source(),
        start.entryId().flatMap(entries::find).map(EntryView::configEntry),
        others(start));
  }

  private List<ConfigEntry> others(FlowStart start) {
    return entries.list().stream()
        .filter(entry -> entry.domain().equals(start.domain()) && !entry.record().ignored())
        .filter(entry -> start.entryId().filter(entry.entryId()::equals).isEmpty())
        .map(EntryView::configEntry)
        .toList();
  }

  @Override
  public Future<JsonObject> create(FlowStart start, StepResult.CreateEntry result) {
    Optional<String> refusal = refusal(start);
    if (refusal.isPresent()) {
      return Future.failedFuture(new FlowRefusedException(refusal.get()));
    }
    boolean taken =
        result.uniqueId().isPresent()
            && others(start).stream().anyMatch(other -> other.uniqueId().equals(result.uniqueId()));
    // A flow looked for others when its step began; another flow may have ended since.
    JsonObject data = EntryData.encode(result.data());
    boolean twin =
        !data.isEmpty()
            && entries.list().stream()
                .map(EntryView::record)
                .filter(other -> other.domain().equals(start.domain()) && !other.ignored())
                .anyMatch(other -> other.data().equals(data));
    if (taken || twin) {
      return Future.failedFuture(new FlowRefusedException(ALREADY_CONFIGURED));
    }
    return entries
        .create(start.domain(), result)
        .map(
            entry ->
                new JsonObject()
                    .put("version", entry.record().version())
                    .put("minor_version", entry.record().minorVersion())
                    .put("result", entry.wire()));
  }

  @Override
  public Future<Void> update(FlowStart start, StepResult.UpdateEntry result) {
    return start
        .entryId()
        .map(entryId -> entries.mend(entryId, result))
        .orElseGet(() -> Future.failedFuture(EntryException.unknown()));
  }
}
