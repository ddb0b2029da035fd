package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.flow.ExternalVisits;
import org.homekeep.core.flow.FlowServices;
import org.homekeep.core.integration.HubShare;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be done with config entries. Called on the hub's context.
 *
 * <p>What changes an entry is on the disk before the future succeeds; when it cannot be written,
 * the entry is as it was.
 */
public final class ConfigEntries {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigEntries.class);
  private static final String POLLING = "pref_disable_polling";
  private static final Duration STOP = Duration.ofSeconds(10);

  private final HubRuntime runtime;
  private final Timers timers;
  private final Ulid ids;
  private final Backoff backoff;
  private final EntryRegistry registry;
  private final IntegrationHosts hosts;
  private final EntryFlows flows;
  private final EntryRemoval removal;
  private final CollisionWatch collisions;
  private final IssueRegistry issues;
  private final CachesOfEntries caches;
  private final Promise<Void> begun = Promise.promise();
  private boolean stopping;

  public ConfigEntries(
      HubRuntime runtime,
      Timers timers,
      Ulid ids,
      Storage storage,
      HubShare share,
      Settings settings,
      IntegrationCatalog catalog,
      IssueRegistry issues,
      HubEvents events,
      RandomGenerator random) {
    this.issues = issues;
    this.runtime = runtime;
    this.timers = timers;
    this.ids = ids;
    this.backoff = new Backoff(random);
    this.registry = new EntryRegistry(storage);
    this.flows =
        new EntryFlows(
            new FlowServices(runtime, timers, events, new ExternalVisits()), ids, this, issues);
    this.hosts =
        new IntegrationHosts(
            runtime, timers, settings, catalog.all(), issues::reporter, flows, share);
    this.caches = new CachesOfEntries(runtime, share.caches());
    this.removal = new EntryRemoval(registry, flows, issues, this.caches);
    this.collisions = new CollisionWatch(registry, issues);
    registry.listen((change, entry) -> collisions.look(entry.domain()));
  }

  /** Reads the entries from the disk and asks the integrations what they declare. */
  public Future<Void> load() {
    return registry
        .load()
        .compose(stored -> caches.keepOnly(stored).map(stored))
        .compose(stored -> hosts.prepare().map(stored))
        .onSuccess(
            stored -> {
              stored.forEach(record -> registry.put(manage(record)));
              collisions.lookAtAll();
              reportUnreadable();
            })
        .mapEmpty();
  }

  private void reportUnreadable() {
    if (registry.unreadable() > 0) {
      issues.report(
          IssueRegistry.HUB_DOMAIN,
          Issue.of(
              "config_entries_not_understood",
              Severity.ERROR,
              "config_entries_not_understood",
              Map.of("count", Integer.toString(registry.unreadable()))));
    }
  }

  private ManagedEntry manage(EntryRecord record) {
    ManagedEntry entry =
        new ManagedEntry(
            runtime, timers, backoff, hosts.find(record.domain()), record, new Observer());
    if (stopping) {
      entry.close();
    }
    return entry;
  }

  /** Sets all entries up at the same time; succeeds when each has had its first attempt. */
  public Future<Void> setUpAll() {
    Future<Void> orphans = setUp(entry -> hosts.find(entry.record().domain()).isEmpty());
    Future<Void> others =
        hosts.load(domain -> setUp(entry -> entry.record().domain().equals(domain)));
    begun.tryComplete();
    return others.compose(loaded -> orphans);
  }

  /** Succeeds, once the entries of a domain have had their first attempt, with whether it runs. */
  Future<Boolean> whetherSetUp(String domain) {
    return begun.future().compose(started -> hosts.whetherLoaded(domain));
  }

  private Future<Void> setUp(Predicate<ManagedEntry> wanted) {
    return Future.join(
            registry.all().stream()
                .filter(wanted)
                .map(entry -> entry.queue(entry::setUpNow))
                .toList())
        .mapEmpty();
  }

  /**
   * Unloads everything and ends the integrations; what takes longer than ten seconds is left to the
   * end of the process.
   */
  public Future<Void> stop() {
    stopping = true;
    Promise<Void> stopped = Promise.promise();
    Cancellable deadline =
        timers.after(
            STOP,
            () -> {
              LOG.atWarn()
                  .log("Not all config entries were unloaded in time; they are left behind");
              stopped.tryComplete();
            });
    Future.join(
            registry.all().stream()
                .map(
                    entry ->
                        entry.queue(
                            () -> {
                              entry.close();
                              return entry.unloadNow();
                            }))
                .toList())
        .eventually(hosts::stop)
        .onComplete(
            done -> {
              deadline.cancel();
              stopped.tryComplete();
            });
    return stopped.future();
  }

  /** The flows that make and mend entries. */
  public EntryFlows flows() {
    return flows;
  }

  /** The running integrations. */
  public IntegrationHosts hosts() {
    return hosts;
  }

  /** All entries, oldest first. */
  public List<EntryView> list() {
    return registry.all().stream().map(ManagedEntry::view).toList();
  }

  /** The entries of a domain that are more than a note that something is not wanted. */
  List<EntryView> of(String domain) {
    return list().stream()
        .filter(entry -> entry.domain().equals(domain) && !entry.record().ignored())
        .toList();
  }

  /** One entry. */
  public Optional<EntryView> find(String entryId) {
    return registry.find(entryId).map(ManagedEntry::view);
  }

  /**
   * Whether every entry of a domain is loaded, also when there is none: what they do not offer now,
   * they will not offer later. False when an entry could not be read, which may be of the domain,
   * and while one is being removed.
   */
  public boolean areAllLoaded(String domain) {
    return registry.unreadable() == 0
        && !registry.isLeaving(domain)
        && of(domain).stream().allMatch(entry -> entry.state() == EntryState.LOADED);
  }

  /** The backup locations of all loaded entries. */
  public List<BackupAgent> loadedAgents() {
    return registry.all().stream().flatMap(entry -> entry.agents().stream()).toList();
  }

  /** The hooks of all loaded entries, each made into what is wanted with the entry's title. */
  public <T> List<T> loadedHooks(BiFunction<String, BackupHooks, T> wanted) {
    return registry.all().stream()
        .flatMap(
            entry ->
                entry.hooks().stream().map(hooks -> wanted.apply(entry.record().title(), hooks)))
        .toList();
  }

  /** Hears the domain of every entry whose state changes or that is removed. */
  public Cancellable onStateChange(Consumer<String> listener) {
    return registry.onStateChange(listener);
  }

  /** Hears of every change of an entry. */
  public Cancellable listen(EntryListener listener) {
    return registry.listen(listener);
  }

  /**
   * Makes an entry and sets it up; it stays, whatever comes of the set-up. An entry that only said
   * that the same thing is not wanted gives way to it.
   */
  Future<EntryView> create(String domain, String source, EntryContent content) {
    Instant now = runtime.clock().instant();
    ManagedEntry entry =
        manage(
            new EntryRecord(
                ids.next(),
                domain,
                source,
                content,
                Optional.empty(),
                now,
                now,
                EntryCodec.emptyRest()));
    List<ManagedEntry> ignored =
        registry.all().stream()
            .filter(other -> other.record().ignored() && other.record().domain().equals(domain))
            .filter(other -> content.uniqueId().isPresent())
            .filter(other -> other.record().uniqueId().equals(content.uniqueId()))
            .toList();
    return entry.queue(
        () -> {
          registry.put(entry);
          ignored.forEach(other -> registry.remove(other.record().entryId()));
          return registry
              .save(
                  () -> {
                    registry.remove(entry.record().entryId());
                    ignored.forEach(registry::put);
                    entry.close();
                  })
              .compose(
                  saved -> {
                    ignored.forEach(
                        other -> {
                          other.close();
                          registry.tell(EntryListener.Change.REMOVED, other);
                        });
                    registry.tell(EntryListener.Change.ADDED, entry);
                    return entry.setUpNow();
                  })
              .map(done -> entry.view());
        });
  }

  /** Gives an entry another content and reloads it. */
  Future<Void> changeAndReload(String entryId, UnaryOperator<EntryContent> change) {
    return command(
        entryId,
        entry -> {
          EntryRecord before = entry.record();
          return registry
              .change(entry, record -> record.withContent(change, runtime.clock().instant()))
              // The new data is safe; that the old could not be unloaded shows in the state.
              .compose(saved -> entry.reloadNow().otherwise(false))
              .compose(reloaded -> ToldIntegrations.changed(before, entry));
        });
  }

  /** Gives an entry other options, which what runs takes over, or is reloaded for. */
  Future<Void> changeOptions(String entryId, UnaryOperator<EntryContent> change) {
    return command(
        entryId,
        entry ->
            registry
                .change(entry, record -> record.withContent(change, runtime.clock().instant()))
                .compose(saved -> entry.takeOverOptions().otherwise(false))
                .mapEmpty());
  }

  /** Gives an entry another title, or something else that needs no reload. */
  Future<EntryView> change(String entryId, UnaryOperator<EntryContent> change) {
    return command(
        entryId,
        entry ->
            registry
                .change(entry, record -> record.withContent(change, runtime.clock().instant()))
                .map(saved -> entry.view()));
  }

  /** An id for something new. */
  String nextId() {
    return ids.next();
  }

  /**
   * Sets preferences of an entry.
   *
   * @param preferences of {@code pref_disable_new_entities} and {@code pref_disable_polling}; a
   *     change of the second reloads a loaded entry
   */
  Future<EntryView> setPreferences(String entryId, Map<String, Boolean> preferences) {
    return command(
        entryId,
        entry ->
            registry
                .change(
                    entry, record -> record.withPreferences(preferences, runtime.clock().instant()))
                .compose(
                    saved ->
                        preferences.containsKey(POLLING) && entry.state() == EntryState.LOADED
                            ? entry.reloadNow()
                            : Future.succeededFuture(true))
                .map(done -> entry.view()));
  }

  /** Switches an entry off or on; true when a restart is needed for it to take effect. */
  public Future<Boolean> disable(String entryId, Optional<String> disabledBy) {
    return command(
        entryId,
        entry ->
            registry
                .change(
                    entry, record -> record.withDisabledBy(disabledBy, runtime.clock().instant()))
                .compose(saved -> entry.reloadNow().otherwise(false))
                .map(reloaded -> !reloaded));
  }

  /** Unloads an entry and sets it up again; true when a restart is needed for that. */
  public Future<Boolean> reload(String entryId) {
    return managed(entryId).compose(ManagedEntry::reload).map(reloaded -> !reloaded);
  }

  /** Removes an entry and what the hub keeps of it; true when a restart is needed. */
  public Future<Boolean> remove(String entryId) {
    return command(entryId, removal::remove);
  }

  private Future<ManagedEntry> managed(String entryId) {
    return registry
        .find(entryId)
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(EntryException.unknown()));
  }

  private <T> Future<T> command(String entryId, Function<ManagedEntry, Future<T>> command) {
    return managed(entryId).compose(entry -> entry.queue(() -> command.apply(entry)));
  }

  /** What the entries tell of themselves. */
  private final class Observer implements ManagedEntry.Observer {
    @Override
    public void stateChanged(ManagedEntry entry) {
      if (registry.find(entry.record().entryId()).isPresent()) {
        registry.tell(EntryListener.Change.UPDATED, entry);
      }
      registry.tellState(entry.record().domain());
    }

    @Override
    public void credentialsRefused(ManagedEntry entry) {
      flows.askForCredentials(entry.view());
    }

    @Override
    public void reloading(ManagedEntry entry) {
      flows.reloading(entry.record().entryId());
    }

    @Override
    public Future<Void> migrated(ManagedEntry entry, EntryContent content) {
      return registry.change(
          entry, record -> record.withContent(before -> content, runtime.clock().instant()));
    }
  }
}
