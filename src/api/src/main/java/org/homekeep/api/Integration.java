package org.homekeep.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.EntryMigration;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.flow.RepairFlow;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.FormSchema;

/**
 * The entry point of an integration, found by {@link java.util.ServiceLoader}.
 *
 * <p>Beside its class lie {@code manifest.json} (framework.md §6.1) and {@code
 * translations/en.json} (§7.1). It has no state of its own: what runs belongs to a {@link
 * LoadedEntry}.
 *
 * <p>The hub calls it on threads of its own, never on the event loop, and gives up on what does not
 * answer in time: a minute for a set-up, a migration or a step of a flow, five minutes to say what
 * it declares, an hour for the task of a progress, half a minute for all else.
 */
public interface Integration {

  /** The domain, equal to the manifest's. */
  String domain();

  /** The version of the data that {@link #entrySchema()} describes. */
  default EntryVersion entryVersion() {
    return EntryVersion.FIRST;
  }

  /** The steps that bring older entries to {@link #entryVersion()}. */
  default List<EntryMigration> migrations() {
    return List.of();
  }

  /** What the data of an entry holds: which stored texts are secrets, above all. */
  FormSchema entrySchema();

  /** What the options of an entry hold. */
  default FormSchema optionsSchema() {
    return FormSchema.empty();
  }

  /** The settings that {@code --set} knows for this domain. */
  default List<Tunable<?>> tunables() {
    return List.of();
  }

  /**
   * Every key of an issue or an exception that it can tell; {@code integration validate} compares
   * them with the texts.
   */
  default TextKeys textKeys() {
    return TextKeys.none();
  }

  /** The flow that makes and mends entries, for an integration that people can add. */
  Optional<FlowFactory<ConfigFlow>> configFlow(IntegrationContext context);

  /** The flow that changes the options of an entry, for an integration that has some. */
  default Optional<FlowFactory<OptionsFlow>> optionsFlow(IntegrationContext context) {
    return Optional.empty();
  }

  /** The kinds of subentries that an entry may have, by type: lower case and underscores. */
  default Map<String, SubentryType> subentryTypes(IntegrationContext context) {
    return Map.of();
  }

  /**
   * The flows that mend fixable issues, by the translation key of the issue. An issue without one
   * is only confirmed.
   */
  default Map<String, FlowFactory<RepairFlow>> repairFlows(IntegrationContext context) {
    return Map.of();
  }

  /**
   * What clients may ask of the integration itself, whether it has entries or not; asked for once,
   * before any entry is set up. May block.
   */
  default ClientInterface clientInterface(IntegrationContext context) {
    return ClientInterface.none();
  }

  /**
   * Makes an entry work.
   *
   * <p>Fails with a {@link org.homekeep.api.entry.ConfigEntryException} that says what to do next;
   * any other failure is an error that is not tried again (framework.md §3.4). What a failed set-up
   * took, it has given back.
   */
  Future<LoadedEntry> setUp(ConfigEntry entry, IntegrationContext context);

  /**
   * The part of the diagnostics download that the integration knows (framework.md §8).
   *
   * <p>Must not fail because the service does: what is unknown is said to be unknown. The hub
   * searches the finished document for every secret of the entry and refuses to show it.
   *
   * @param loaded what {@link #setUp} gave, while the entry is loaded
   */
  Future<JsonObject> diagnostics(
      ConfigEntry entry, Optional<LoadedEntry> loaded, IntegrationContext context);

  /**
   * Called after a flow has changed the data of an entry, to take away what belonged to the data
   * before. What ran with those has been unloaded, unless that failed, and the entry may be set up
   * again already.
   */
  default void changed(ConfigEntry before, ConfigEntry after, IntegrationContext context) {}

  /**
   * Called when an entry is removed and unloaded, to take away what belonged to it in the hub or
   * elsewhere. The entry is gone when the future has ended, however it did; a hub that dies before
   * has it again at its next start.
   */
  default Future<Void> removed(ConfigEntry entry, IntegrationContext context) {
    return Future.succeededFuture();
  }

  /**
   * Called when the hub stops, after all entries were unloaded, to give back what the integration
   * took for itself: connections, threads. Not waited for longer than a few seconds.
   */
  default Future<Void> stop(IntegrationContext context) {
    return Future.succeededFuture();
  }
}
