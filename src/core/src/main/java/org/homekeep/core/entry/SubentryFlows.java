package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.entry.Subentry;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.core.flow.FlowEnd;
import org.homekeep.core.flow.FlowException;
import org.homekeep.core.flow.FlowKind;
import org.homekeep.core.flow.FlowRefusedException;
import org.homekeep.core.flow.FlowScript;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.HostedScript;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.runtime.HexId;

/** The flows that add subentries to config entries, and change them (framework.md §3.7). */
final class SubentryFlows implements FlowKind<FlowSubject.Subentry, SubentryStep> {
  private static final String ALREADY_CONFIGURED = "already_configured";

  private final ConfigEntries entries;

  SubentryFlows(ConfigEntries entries) {
    this.entries = entries;
  }

  @Override
  public String nextId() {
    return HexId.next();
  }

  @Override
  public FlowScript<SubentryStep> open(FlowSubject.Subentry subject) throws FlowException {
    Optional<IntegrationHost> host = entries.hosts().find(subject.domain());
    Optional<Declared.SubentryKind> kind =
        host.map(known -> known.declared().subentries().get(subject.type()));
    if (host.isEmpty() || kind.isEmpty()) {
      throw FlowException.unknownHandler("Invalid handler specified");
    }
    if (subject.source() == FlowSource.RECONFIGURE) {
      if (!kind.get().flow().supportsReconfigure()) {
        throw FlowException.unsupported(
            "The integration %s cannot change this. Delete it and add it again."
                .formatted(subject.domain()));
      }
      if (mended(subject).isEmpty()) {
        throw FlowException.unknownHandler("Config subentry not found");
      }
    }
    return new HostedScript<>(
        host.get(),
        kind.get().flow(),
        () -> new SubentryContext(subject.source(), entry(subject).configEntry(), mended(subject)));
  }

  private EntryView entry(FlowSubject.Subentry subject) {
    return entries
        .find(subject.id())
        .orElseThrow(() -> new IllegalStateException("The entry is gone."));
  }

  private Optional<Subentry> mended(FlowSubject.Subentry subject) {
    return subject
        .subentryId()
        .flatMap(
            id ->
                entry(subject).configEntry().subentries(subject.type()).stream()
                    .filter(subentry -> subentry.subentryId().equals(id))
                    .findFirst());
  }

  @Override
  public Optional<String> title(FlowSubject.Subentry subject) {
    return mended(subject).map(Subentry::title);
  }

  @Override
  public Future<FlowEnd> end(
      FlowStart<FlowSubject.Subentry> start, SubentryStep answer, Optional<String> uniqueId) {
    FlowSubject.Subentry subject = start.subject();
    if (answer instanceof SubentryStep.UpdateSubentry update && subject.subentryId().isPresent()) {
      return update(subject, subject.subentryId().get(), update);
    }
    if (answer instanceof SubentryStep.CreateSubentry created
        && subject.subentryId().isEmpty()
        && created.subentry().type().equals(subject.type())) {
      return create(subject, created.subentry());
    }
    return Future.failedFuture(
        new IllegalStateException("The flow ends in another way than it began."));
  }

  private Future<FlowEnd> create(FlowSubject.Subentry subject, NewSubentry made) {
    boolean taken =
        made.uniqueId().isPresent()
            && entry(subject).record().content().subentries().stream()
                .anyMatch(other -> other.uniqueId().equals(made.uniqueId()));
    if (taken) {
      return Future.failedFuture(new FlowRefusedException(ALREADY_CONFIGURED));
    }
    StoredSubentry stored = StoredSubentry.of(entries.nextId(), made);
    return entries
        .changeAndReload(
            subject.id(),
            content ->
                content.withSubentries(
                    Stream.concat(content.subentries().stream(), Stream.of(stored)).toList()))
        .<FlowEnd>map(done -> new FlowEnd.Created(new JsonObject().put("title", made.title())))
        .recover(EntryException::inFlow);
  }

  private Future<FlowEnd> update(
      FlowSubject.Subentry subject, String subentryId, SubentryStep.UpdateSubentry update) {
    return entries
        .changeAndReload(
            subject.id(),
            content ->
                content.withSubentries(
                    content.subentries().stream()
                        .map(
                            each ->
                                each.subentryId().equals(subentryId)
                                    ? changed(subject, each, update)
                                    : each)
                        .toList()))
        .<FlowEnd>map(done -> new FlowEnd.Changed(update.reason()))
        .recover(EntryException::inFlow);
  }

  private StoredSubentry changed(
      FlowSubject.Subentry subject, StoredSubentry before, SubentryStep.UpdateSubentry update) {
    return entries
        .hosts()
        .find(subject.domain())
        .map(host -> host.declared().subentries().get(subject.type()))
        .map(
            kind ->
                before.with(
                    update.title(),
                    EntryData.encodeOver(kind.schema(), before.data(), update.data())))
        .orElse(before);
  }
}
