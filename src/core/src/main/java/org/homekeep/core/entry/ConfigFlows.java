package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Redaction;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.core.flow.FlowEnd;
import org.homekeep.core.flow.FlowException;
import org.homekeep.core.flow.FlowKind;
import org.homekeep.core.flow.FlowRefusedException;
import org.homekeep.core.flow.FlowScript;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.HostedScript;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.FlowDefinition;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.runtime.Ulid;

/** The flows that make and mend config entries (framework.md §3.6, §3.7). */
final class ConfigFlows implements FlowKind<FlowSubject.Entry, ConfigStep> {
  private static final String SINGLE = "single_instance_allowed";
  private static final String ALREADY_CONFIGURED = "already_configured";
  private static final String MISMATCH = "unique_id_mismatch";

  private final Ulid ids;
  private final ConfigEntries entries;
  private final NextFlows next;

  ConfigFlows(Ulid ids, ConfigEntries entries, NextFlows next) {
    this.ids = ids;
    this.entries = entries;
    this.next = next;
  }

  @Override
  public String nextId() {
    return ids.next();
  }

  @Override
  public FlowScript<ConfigStep> open(FlowSubject.Entry subject) throws FlowException {
    Optional<IntegrationHost> host = entries.hosts().find(subject.domain());
    Optional<FlowDefinition<ConfigFlow>> definition =
        host.map(IntegrationHost::declared).flatMap(Declared::configFlow);
    if (host.isEmpty() || definition.isEmpty()) {
      throw host.filter(unused -> unused.manifest().configFlow())
          .flatMap(IntegrationHost::trouble)
          .map(FlowException::unsupported)
          .orElseGet(() -> FlowException.unknownHandler("Invalid handler specified"));
    }
    if (subject.source() == FlowSource.RECONFIGURE && !definition.get().supportsReconfigure()) {
      throw FlowException.unsupported(
          "The integration %s has no step to reconfigure an entry. Remove the entry and add it again."
              .formatted(subject.domain()));
    }
    return new HostedScript<>(host.get(), definition.get(), () -> context(subject));
  }

  private FlowContext context(FlowSubject.Entry subject) {
    return new FlowContext(
        subject.source(),
        mended(subject).map(EntryView::configEntry),
        others(subject).stream().map(EntryView::configEntry).toList(),
        subject.discovery());
  }

  private Optional<EntryView> mended(FlowSubject.Entry subject) {
    return subject.entryId().flatMap(entries::find);
  }

  private List<EntryView> others(FlowSubject.Entry subject) {
    return entries.of(subject.domain()).stream()
        .filter(entry -> subject.entryId().filter(entry.entryId()::equals).isEmpty())
        .toList();
  }

  @Override
  public Optional<String> refusal(FlowSubject.Entry subject) {
    boolean second = subject.entryId().isEmpty() && !others(subject).isEmpty();
    return second && single(subject.domain()) ? Optional.of(SINGLE) : Optional.empty();
  }

  private boolean single(String domain) {
    return entries
        .hosts()
        .find(domain)
        .filter(host -> host.manifest().singleConfigEntry())
        .isPresent();
  }

  @Override
  public Optional<String> title(FlowSubject.Entry subject) {
    return mended(subject)
        .map(entry -> entry.record().title())
        .or(() -> subject.discovery().map(Discovery::title));
  }

  @Override
  public boolean exclusive(FlowSubject.Entry subject) {
    return subject.entryId().isPresent();
  }

  @Override
  public Optional<String> uniqueId(FlowSubject.Entry subject) {
    return mended(subject)
        .flatMap(entry -> entry.record().uniqueId())
        .or(() -> subject.discovery().map(DiscoveryDesk::uniqueId));
  }

  @Override
  public Optional<Claim<ConfigStep>> claim(ConfigStep answer) {
    return answer instanceof ConfigStep.About about
        ? Optional.of(new Claim<>(about.uniqueId(), about.step()))
        : Optional.empty();
  }

  @Override
  public Optional<String> refusal(FlowSubject.Entry subject, String uniqueId) {
    Optional<String> own = mended(subject).flatMap(entry -> entry.record().uniqueId());
    if (own.isPresent() && !own.get().equals(uniqueId)) {
      return Optional.of(MISMATCH);
    }
    boolean taken = others(subject).stream().anyMatch(other -> isAbout(other, uniqueId));
    return taken ? Optional.of(ALREADY_CONFIGURED) : Optional.empty();
  }

  private static boolean isAbout(EntryView entry, String uniqueId) {
    return entry.record().uniqueId().filter(uniqueId::equals).isPresent();
  }

  @Override
  public Future<FlowEnd> end(
      FlowStart<FlowSubject.Entry> start, ConfigStep answer, Optional<String> claimed) {
    FlowSubject.Entry subject = start.subject();
    if (answer instanceof ConfigStep.UpdateEntry update) {
      return subject
          .entryId()
          .map(entryId -> update(entryId, update, claimed))
          .orElseGet(() -> misuse("The flow changes an entry, but none was to be mended."));
    }
    if (answer instanceof ConfigStep.CreateEntry created && subject.entryId().isEmpty()) {
      return create(start, created, claimed);
    }
    return misuse("The flow makes an entry, but one was to be mended.");
  }

  private static Future<FlowEnd> misuse(String what) {
    return Future.failedFuture(new IllegalStateException(what));
  }

  private Future<FlowEnd> update(
      String entryId, ConfigStep.UpdateEntry update, Optional<String> claimed) {
    return entries
        .changeAndReload(
            entryId,
            content -> {
              Optional<Declared> declared =
                  entries.find(entryId).flatMap(EntryView::host).map(IntegrationHost::declared);
              return content
                  .withTitle(update.title())
                  .withUniqueId(content.uniqueId().or(() -> claimed))
                  .withData(
                      declared
                          .map(
                              known ->
                                  EntryData.encodeOver(
                                      known.schema(), content.data(), update.data()))
                          .orElseGet(() -> EntryData.encode(update.data())),
                      declared.map(Declared::version).orElse(content.version()));
            })
        .<FlowEnd>map(done -> new FlowEnd.Changed(update.reason()))
        .recover(EntryException::inFlow);
  }

  private Future<FlowEnd> create(
      FlowStart<FlowSubject.Entry> start,
      ConfigStep.CreateEntry created,
      Optional<String> claimed) {
    FlowSubject.Entry subject = start.subject();
    Optional<String> uniqueId = created.uniqueId().or(() -> claimed).filter(DiscoveryDesk::isReal);
    JsonObject data = EntryData.encode(created.data());
    // A flow looked for others when its step began; another flow may have ended since.
    boolean twin =
        !data.isEmpty()
            && others(subject).stream()
                .anyMatch(other -> other.record().content().data().equals(data));
    Optional<String> refusal =
        refusal(subject)
            .or(() -> uniqueId.flatMap(id -> refusal(subject, id)))
            .or(() -> twin ? Optional.of(ALREADY_CONFIGURED) : Optional.empty());
    if (refusal.isPresent()) {
      return Future.failedFuture(new FlowRefusedException(refusal.get()));
    }
    EntryContent content =
        new EntryContent(
            created.title(),
            entries.hosts().find(subject.domain()).orElseThrow().declared().version(),
            uniqueId,
            data,
            EntryData.encode(created.options()),
            created.subentries().stream()
                .map(subentry -> StoredSubentry.of(entries.nextId(), subentry))
                .toList());
    return entries
        .create(subject.domain(), subject.source().wireName(), content)
        .recover(EntryException::inFlow)
        .onSuccess(entry -> endOthers(subject.domain(), uniqueId))
        .compose(
            entry ->
                next.start(start, entry, created.next()).map(then -> made(entry, created, then)));
  }

  /** Who asks about the same thing asks in vain from now on. */
  private void endOthers(String domain, Optional<String> uniqueId) {
    boolean all = single(domain);
    entries
        .flows()
        .config()
        .abortIdle(
            flow ->
                flow.domain().equals(domain)
                    && flow.entryId().isEmpty()
                    && (all || uniqueId.filter(flow::isAbout).isPresent()));
  }

  private static FlowEnd made(
      EntryView entry, ConfigStep.CreateEntry created, Optional<JsonArray> then) {
    JsonArray subentries = new JsonArray();
    created
        .subentries()
        .forEach(
            subentry ->
                subentries.add(
                    new JsonObject()
                        .put("subentry_type", subentry.type())
                        .put("title", subentry.title())
                        .put("unique_id", subentry.uniqueId().orElse(null))
                        .put("data", Redaction.of(subentry.data()))));
    ConfigEntry typed = entry.configEntry();
    JsonObject more =
        new JsonObject()
            .put("title", created.title())
            .put("version", typed.version())
            .put("minor_version", typed.minorVersion())
            .put("options", Redaction.of(created.options()))
            .put("subentries", subentries)
            .put("result", entry.wire());
    then.ifPresent(flow -> more.put("next_flow", flow));
    return new FlowEnd.Created(more);
  }
}
