package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.homekeep.api.Integration;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.TextKeys;
import org.homekeep.api.Tunable;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.MissingValueException;

/** Backups in a bucket of Backblaze B2. */
public final class BackblazeB2Integration implements Integration {
  static final String DOMAIN = "backblaze_b2";
  static final String BRAND_NAME = "Backblaze B2";

  private final PartMemory memory;

  /** Where entries are, by their ids. */
  private final Map<String, BucketConfig> places = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public BackblazeB2Integration() {
    this(new PartMemory(UploadPlan.MEMORY));
  }

  /** One whose uploads share that memory. */
  BackblazeB2Integration(PartMemory memory) {
    this.memory = memory;
  }

  @Override
  public String domain() {
    return DOMAIN;
  }

  @Override
  public FormSchema entrySchema() {
    return BucketConfig.SCHEMA;
  }

  @Override
  public FormSchema optionsSchema() {
    return EntryOptions.SCHEMA;
  }

  @Override
  public List<Tunable<?>> tunables() {
    return Settings.tunables();
  }

  @Override
  public TextKeys textKeys() {
    Set<String> issues = new HashSet<>(IssueCheck.KEYS);
    issues.addAll(StrayIssues.KEYS);
    issues.addAll(KeyIssues.KEYS);
    issues.addAll(LockIssue.KEYS);
    issues.addAll(LeftPlace.KEYS);
    Set<String> exceptions = new HashSet<>(FailureText.KEYS);
    exceptions.addAll(FailureText.SENTENCES);
    return new TextKeys(issues, exceptions);
  }

  @Override
  public Optional<FlowFactory<ConfigFlow>> configFlow(IntegrationContext context) {
    return Optional.of(BackblazeFlow.factory(context));
  }

  @Override
  public Optional<FlowFactory<OptionsFlow>> optionsFlow(IntegrationContext context) {
    return Optional.of(BackblazeOptionsFlow.factory(context));
  }

  @Override
  public Future<LoadedEntry> setUp(ConfigEntry entry, IntegrationContext context) {
    Settings settings = Settings.of(context);
    BucketConfig config;
    try {
      config = BucketConfig.of(entry.data());
    } catch (MissingValueException incomplete) {
      return Future.failedFuture(new ConfigEntryError(String.valueOf(incomplete.getMessage())));
    }
    // Also one whose removal failed.
    places.put(entry.entryId(), config);
    IssueCheck issues = new IssueCheck(entry, context);
    return context
        .blocking(
            () ->
                new Session(
                    settings,
                    config,
                    EntryOptions.of(entry.options()),
                    new AccessCheck(settings, config).run(),
                    context.clock(),
                    memory))
        .<LoadedEntry>map(
            session -> {
              issues.resolve();
              new KeyIssues(entry, context).show(session.access());
              return new BackblazeEntry(entry, session, context);
            })
        .recover(
            failure -> {
              if (failure instanceof B2FailureException known) {
                issues.report(known.failure());
                return Future.failedFuture(SetUpFailure.of(known.failure()));
              }
              return Future.failedFuture(failure);
            });
  }

  @Override
  public Future<JsonObject> diagnostics(
      ConfigEntry entry, Optional<LoadedEntry> loaded, IntegrationContext context) {
    Optional<Access> access =
        loaded
            .filter(BackblazeEntry.class::isInstance)
            .map(running -> ((BackblazeEntry) running).session().access());
    return Future.succeededFuture(Diagnostics.of(entry, access));
  }

  @Override
  public Future<Void> removed(ConfigEntry entry, IntegrationContext context) {
    new IssueCheck(entry, context).resolve();
    new StrayIssues(entry, context).resolve();
    new KeyIssues(entry, context).resolve();
    new LockIssue(entry, context).show(false);
    places.remove(entry.entryId());
    return leave(entry, context);
  }

  @Override
  public void changed(ConfigEntry before, ConfigEntry after, IntegrationContext context) {
    if (isComplete(after)) {
      places.put(after.entryId(), BucketConfig.of(after.data()));
      leave(before, context);
    }
  }

  private Future<Void> leave(ConfigEntry before, IntegrationContext context) {
    if (!isComplete(before)) {
      return Future.succeededFuture();
    }
    String entryId = before.entryId();
    return new LeftPlace(before, context, () -> Optional.ofNullable(places.get(entryId))).leave();
  }

  /** An entry that was edited by hand may lack what it is about. */
  private static boolean isComplete(ConfigEntry entry) {
    try {
      BucketConfig.of(entry.data());
      return true;
    } catch (MissingValueException incomplete) {
      return false;
    }
  }
}
