package org.homekeep.core.integration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Integration;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.TextKeys;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.entry.EntryMigration;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.flow.RepairFlow;
import org.homekeep.api.flow.SubentryFlow;
import org.homekeep.api.schema.FormSchema;

/**
 * What an integration says of itself once, when the hub starts.
 *
 * @param schema of the data of its entries
 * @param optionsSchema of their options
 * @param version of both
 * @param configFlow when people can add it
 * @param subentries the kinds of subentries by type
 * @param repairs flows by the translation key of the issue that they mend
 * @param texts what it tells people outside of its flows
 * @param clients what clients may ask of it
 */
public record Declared(
    FormSchema schema,
    FormSchema optionsSchema,
    EntryVersion version,
    List<EntryMigration> migrations,
    Optional<FlowDefinition<ConfigFlow>> configFlow,
    Optional<FlowDefinition<OptionsFlow>> optionsFlow,
    Map<String, SubentryKind> subentries,
    Map<String, FlowDefinition<RepairFlow>> repairs,
    TextKeys texts,
    ClientInterface clients) {
  static final Declared NOTHING =
      new Declared(
          FormSchema.empty(),
          FormSchema.empty(),
          EntryVersion.FIRST,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          TextKeys.none(),
          ClientInterface.none());

  public Declared {
    migrations = List.copyOf(migrations);
    subentries = Map.copyOf(subentries);
    repairs = Map.copyOf(repairs);
  }

  /** The same for an integration that people cannot add. */
  Declared withoutConfigFlow() {
    return new Declared(
        schema,
        optionsSchema,
        version,
        migrations,
        Optional.empty(),
        optionsFlow,
        subentries,
        repairs,
        texts,
        clients);
  }

  /** A kind of subentries. */
  public record SubentryKind(FormSchema schema, FlowDefinition<SubentryFlow> flow) {}

  /** Asks an integration. */
  public static Declared by(Integration integration, IntegrationContext context) {
    Map<String, SubentryKind> subentries = new LinkedHashMap<>();
    integration
        .subentryTypes(context)
        .forEach(
            (type, declared) ->
                subentries.put(
                    type, new SubentryKind(declared.schema(), FlowDefinition.of(declared.flow()))));
    Map<String, FlowDefinition<RepairFlow>> repairs = new LinkedHashMap<>();
    integration
        .repairFlows(context)
        .forEach((key, factory) -> repairs.put(key, FlowDefinition.of(factory)));
    return new Declared(
        integration.entrySchema(),
        integration.optionsSchema(),
        integration.entryVersion(),
        integration.migrations(),
        integration.configFlow(context).map(FlowDefinition::of),
        integration.optionsFlow(context).map(FlowDefinition::of),
        subentries,
        repairs,
        integration.textKeys(),
        integration.clientInterface(context));
  }
}
