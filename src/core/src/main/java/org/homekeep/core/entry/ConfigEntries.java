package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.integration.SafeCause;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All config entries, and the flows that make and mend them. Called on the hub's context.
 *
 * <p>What changes an entry is on the disk before the future succeeds; when it cannot be written,
 * the entry is as it was.
 */
public final class ConfigEntries {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigEntries.class);
  private static final String POLLING = "pref_disable_polling";
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration REMOVAL_HOOK = Duration.ofSeconds(30);
  private static final Duration SAVE_AGAIN = Duration.ofSeconds(1);

  private final HubRuntime runtime;
  private final Timers timers;
  private final Ulid ids;
  private final IssueRegistry issues;
  private final Backoff backoff;
  private final Store<List<EntryRecord>> store;
  private final IntegrationHosts hosts;
  private final FlowManager flows;
  private final ReauthDesk reauth;
  private final Map<String, ManagedEntry> entries = new LinkedHashMap<>();
  private final List<EntryListener> listeners = new ArrayList<>();
  private final List<Consumer<String>> stateListeners = new ArrayList<>();
  private boolean stopping;

  public ConfigEntries(
      HubRuntime runtime,
      Timers timers,
      Ulid ids,
      Storage storage,
      Settings settings,
      IntegrationCatalog catalog,
      IssueRegistry issues,
      RandomGenerator random) {
    this.runtime = runtime;
    this.timers = timers;
    this.ids = ids;
    this.issues = issues;
    this.backoff = new Backoff(random);
    this.store = storage.open(StoreKey.of("core.config_entries", 1, 5), new EntryCodec());
    this.hosts =
        new IntegrationHosts(
            runtime, timers, settings, catalog.all(), issues::reporter, this::startReauth);
    this.flows = new FlowManager(timers, ids, hosts, new EntryFlowEnding(this));
    this.reauth = new ReauthDesk(flows, issues);
    flows.listen(reauth);
  }

  /** Reads the entries from the disk and asks the integrations what they declare. */
  public Future<Void> load() {
    return store
        .load()
        .compose(stored -> hosts.prepare().map(stored))
        .onSuccess(
            stored ->
                stored
                    .orElse(List.of())
                    .forEach(record -> entries.put(record.entryId(), manage(record))))
        .mapEmpty();
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
    return hosts
        .load(domain -> setUp(entry -> entry.record().domain().equals(domain)))
        .compose(loaded -> orphans);
  }

  private Future<Void> setUp(Predicate<ManagedEntry> wanted) {
    return Future.join(
            entries.values().stream()
                .filter(wanted)
                .map(entry -> entry.queue(entry::setUpNow))
                .toList())
        .mapEmpty();
  }

  /** Unloads everything; what takes longer than ten seconds is left to the end of the process. */
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
            List.copyOf(entries.values()).stream()
                .map(
                    entry ->
                        entry.queue(
                            () -> {
                              entry.close();
                              return entry.unloadNow();
                            }))
                .toList())
        .onComplete(
            done -> {
              deadline.cancel();
              stopped.tryComplete();
            });
    return stopped.future();
  }

  /** The flows that make and mend entries. */
  public FlowManager flows() {
    return flows;
  }

  /** The running integrations. */
  public IntegrationHosts hosts() {
    return hosts;
  }

  /** All entries, oldest first. */
  public List<EntryView> list() {
    return entries.values().stream().map(ManagedEntry::view).toList();
  }

  /** One entry. */
  public Optional<EntryView> find(String entryId) {
    return Optional.ofNullable(entries.get(entryId)).map(ManagedEntry::view);
  }

  /** The backup locations of all loaded entries. */
  public List<BackupAgent> loadedAgents() {
    return entries.values().stream().flatMap(entry -> entry.agents().stream()).toList();
  }

  /** Hears the domain of every entry whose state changes or that is removed. */
  public Cancellable onStateChange(Consumer<String> listener) {
    stateListeners.add(listener);
    return () -> stateListeners.remove(listener);
  }

  /** Hears of every change of an entry. */
  public Cancellable listen(EntryListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Makes an entry and sets it up; it stays, whatever comes of the set-up. */
  Future<EntryView> create(String domain, StepResult.CreateEntry made) {
    Instant now = runtime.clock().instant();
    EntryRecord record =
        new EntryRecord(
            ids.next(),
            domain,
            made.title(),
            hosts.find(domain).map(IntegrationHost::entryVersion).orElse(1),
            1,
            FlowSource.USER.wireName(),
            made.uniqueId(),
            EntryData.encode(made.data()),
            EntryData.encode(made.options()),
            Optional.empty(),
            now,
            now,
            EntryCodec.emptyRest());
    ManagedEntry entry = manage(record);
    return entry.queue(
        () -> {
          entries.put(record.entryId(), entry);
          return save(() -> {
                entries.remove(record.entryId());
                entry.close();
              })
              .compose(
                  saved -> {
                    tell(EntryListener.Change.ADDED, entry);
                    return entry.setUpNow();
                  })
              .map(done -> entry.view());
        });
  }

  /** Gives an entry the data and title of a flow that mended it, and reloads it. */
  Future<Void> mend(String entryId, StepResult.UpdateEntry update) {
    return command(
        entryId,
        entry -> {
          FormSchema schema =
              entry.host().map(IntegrationHost::entrySchema).orElse(FormSchema.empty());
          int version =
              entry.host().map(IntegrationHost::entryVersion).orElse(entry.record().version());
          return change(
                  entry,
                  record ->
                      record
                          .withTitle(update.title(), runtime.clock().instant())
                          .withData(
                              EntryData.encodeOver(schema, record.data(), update.data()),
                              version,
                              runtime.clock().instant()))
              .compose(saved -> entry.reloadNow())
              // The new data is safe; that the old could not be unloaded shows in the state.
              .otherwise(false)
              .mapEmpty();
        });
  }

  /** Gives an entry another title. */
  public Future<EntryView> rename(String entryId, String title) {
    return command(
        entryId,
        entry ->
            change(entry, record -> record.withTitle(title, runtime.clock().instant()))
                .map(saved -> entry.view()));
  }

  /**
   * Sets preferences of an entry.
   *
   * @param preferences of {@code pref_disable_new_entities} and {@code pref_disable_polling}; a
   *     change of the second reloads a loaded entry
   */
  Future<EntryView> prefer(String entryId, Map<String, Boolean> preferences) {
    return command(
        entryId,
        entry ->
            change(entry, record -> record.withPreferences(preferences, runtime.clock().instant()))
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
            change(entry, record -> record.withDisabledBy(disabledBy, runtime.clock().instant()))
                .compose(saved -> entry.reloadNow().otherwise(false))
                .map(reloaded -> !reloaded));
  }

  /** Unloads an entry and sets it up again; true when a restart is needed for that. */
  public Future<Boolean> reload(String entryId) {
    return managed(entryId).compose(ManagedEntry::reload).map(reloaded -> !reloaded);
  }

  /** Removes an entry and what the hub keeps of it; true when a restart is needed. */
  public Future<Boolean> remove(String entryId) {
    return command(
        entryId,
        entry ->
            entry
                .unloadNow()
                .compose(
                    unloaded -> {
                      entries.remove(entryId);
                      return save(() -> entries.put(entryId, entry))
                          .onFailure(notSaved -> entry.setUpNow())
                          .compose(saved -> removed(entry))
                          .map(done -> !unloaded);
                    }));
  }

  private Future<Void> removed(ManagedEntry entry) {
    entry.close();
    String entryId = entry.record().entryId();
    String domain = entry.record().domain();
    flows.abortOf(entryId);
    tell(EntryListener.Change.REMOVED, entry);
    tellState(domain);
    return removalHook(entry)
        .onComplete(
            done -> {
              issues.resolveOfEntry(domain, entryId);
              if (entries.values().stream()
                  .noneMatch(other -> other.record().domain().equals(domain))) {
                issues.resolveAll(domain);
              }
            });
  }

  private static Future<Void> removalHook(ManagedEntry managed) {
    Optional<IntegrationHost> host = managed.host().filter(IntegrationHost::usable);
    if (host.isEmpty()) {
      return Future.succeededFuture();
    }
    ConfigEntry entry = EntryView.typed(managed.record(), host);
    return host.get()
        .<Void>call(
            "removal",
            REMOVAL_HOOK,
            () -> {
              host.get().integration().removed(entry, host.get().context());
              return Future.succeededFuture();
            })
        .onFailure(
            failed ->
                LOG.atError()
                    .addKeyValue("integration", entry.domain())
                    .setCause(SafeCause.of(failed, entry.data().secrets()))
                    .log("An integration failed to clean up after a removed entry"))
        .transform(done -> Future.succeededFuture());
  }

  private void startReauth(String domain, String entryId) {
    find(entryId)
        .filter(entry -> entry.domain().equals(domain) && entry.record().enabled())
        .ifPresent(reauth::start);
  }

  private Future<ManagedEntry> managed(String entryId) {
    ManagedEntry entry = entries.get(entryId);
    return entry == null
        ? Future.failedFuture(EntryException.unknown())
        : Future.succeededFuture(entry);
  }

  private <T> Future<T> command(String entryId, Function<ManagedEntry, Future<T>> command) {
    return managed(entryId).compose(entry -> entry.queue(() -> command.apply(entry)));
  }

  private Future<Void> change(ManagedEntry entry, UnaryOperator<EntryRecord> change) {
    EntryRecord before = entry.record();
    entry.record(change.apply(before));
    return save(() -> entry.record(before))
        .onSuccess(saved -> tell(EntryListener.Change.UPDATED, entry));
  }

  /** Writes all entries; what cannot be written is undone, and what was before is written later. */
  private Future<Void> save(Runnable undo) {
    return store
        .save(document())
        .onFailure(
            notSaved -> {
              undo.run();
              store.saveLater(document(), SAVE_AGAIN);
            });
  }

  private List<EntryRecord> document() {
    return entries.values().stream().map(ManagedEntry::record).toList();
  }

  private void tell(EntryListener.Change change, ManagedEntry entry) {
    EntryView view = entry.view();
    List.copyOf(listeners).forEach(listener -> guarded(() -> listener.changed(change, view)));
  }

  private void tellState(String domain) {
    List.copyOf(stateListeners).forEach(listener -> guarded(() -> listener.accept(domain)));
  }

  /** Whoever listens must not be able to stop an entry halfway. */
  private static void guarded(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException failed) {
      LOG.atError().setCause(failed).log("A listener of config entries failed");
    }
  }

  /** What the entries tell of themselves. */
  private final class Observer implements ManagedEntry.Observer {
    @Override
    public void stateChanged(ManagedEntry entry) {
      if (entries.containsKey(entry.record().entryId())) {
        tell(EntryListener.Change.UPDATED, entry);
      }
      tellState(entry.record().domain());
    }

    @Override
    public void credentialsRefused(ManagedEntry entry) {
      reauth.start(entry.view());
    }

    @Override
    public void reloading(ManagedEntry entry) {
      flows.abortOf(entry.record().entryId(), FlowSource.REAUTH);
    }
  }
}
