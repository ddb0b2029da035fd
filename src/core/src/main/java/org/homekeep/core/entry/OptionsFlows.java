package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.core.flow.FlowEnd;
import org.homekeep.core.flow.FlowException;
import org.homekeep.core.flow.FlowKind;
import org.homekeep.core.flow.FlowScript;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.HostedScript;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.FlowDefinition;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.runtime.HexId;

/** The flows that change the options of config entries (framework.md §3.7). */
final class OptionsFlows implements FlowKind<FlowSubject.Options, OptionsStep> {
  private final ConfigEntries entries;

  OptionsFlows(ConfigEntries entries) {
    this.entries = entries;
  }

  @Override
  public String nextId() {
    return HexId.next();
  }

  @Override
  public FlowScript<OptionsStep> open(FlowSubject.Options subject) throws FlowException {
    Optional<IntegrationHost> host = entries.hosts().find(subject.domain());
    Optional<FlowDefinition<OptionsFlow>> definition =
        host.map(IntegrationHost::declared).flatMap(Declared::optionsFlow);
    if (host.isEmpty() || definition.isEmpty()) {
      throw FlowException.unknownHandler("Invalid handler specified");
    }
    return new HostedScript<>(
        host.get(), definition.get(), () -> new OptionsContext(entry(subject).configEntry()));
  }

  private EntryView entry(FlowSubject.Options subject) {
    return entries
        .find(subject.id())
        .orElseThrow(() -> new IllegalStateException("The entry is gone."));
  }

  @Override
  public Optional<String> title(FlowSubject.Options subject) {
    return Optional.of(entry(subject).record().title());
  }

  @Override
  public Future<FlowEnd> end(
      FlowStart<FlowSubject.Options> start, OptionsStep answer, Optional<String> uniqueId) {
    FlowSubject.Options subject = start.subject();
    EntryView entry = entry(subject);
    JsonObject before = entry.record().content().options();
    JsonObject options =
        EntryData.encodeOver(
            entry.host().orElseThrow().declared().optionsSchema(),
            before,
            ((OptionsStep.SaveOptions) answer).options());
    Future<Void> saved =
        options.equals(before)
            ? Future.succeededFuture()
            : entries.changeOptions(subject.id(), content -> content.withOptions(options));
    return saved
        .<FlowEnd>map(
            done -> new FlowEnd.Created(new JsonObject().put("title", entry.record().title())))
        .recover(EntryException::inFlow);
  }
}
