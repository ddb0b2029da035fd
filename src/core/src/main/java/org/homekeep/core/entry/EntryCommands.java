package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code config_entries/*} (framework.md §5.3). */
public final class EntryCommands {
  private static final List<String> PREFERENCES =
      List.of("pref_disable_new_entities", "pref_disable_polling");
  private static final String NOT_FOUND = "Config entry not found";

  private final HubRuntime runtime;
  private final ConfigEntries entries;

  public EntryCommands(HubRuntime runtime, ConfigEntries entries) {
    this.runtime = runtime;
    this.entries = entries;
  }

  /** Adds the commands, those of the flows included. */
  public void register(CommandTable commands) {
    Shapes.Key id = Shapes.Key.required("entry_id", Shapes.string());
    Shapes.Key types = Shapes.Key.optional("type_filter", Shapes.stringOrStrings());
    commands.add(
        Command.of(
            "config_entries/get",
            Access.USER,
            this::get,
            types,
            Shapes.Key.optional("domain", Shapes.string())));
    commands.add(Command.of("config_entries/get_single", Access.ADMIN, this::getSingle, id));
    commands.add(Command.of("config_entries/subscribe", Access.USER, this::subscribe, types));
    commands.add(
        Command.of(
            "config_entries/update",
            Access.ADMIN,
            this::update,
            id,
            Shapes.Key.optional("title", Shapes.string()),
            Shapes.Key.optional(PREFERENCES.get(0), Shapes.bool()),
            Shapes.Key.optional(PREFERENCES.get(1), Shapes.bool())));
    commands.add(
        Command.of(
            "config_entries/disable",
            Access.ADMIN,
            this::disable,
            id,
            Shapes.Key.required("disabled_by", Shapes.nullable(Shapes.oneOf("user")))));
    new FlowCommands(entries).register(commands);
    new SubentryCommands(entries).register(commands);
  }

  private Future<CommandResult> get(CommandCall call) {
    JsonArray result = new JsonArray();
    filter(call).apply(entries.list()).forEach(entry -> result.add(entry.wire()));
    return Future.succeededFuture(CommandResult.of(result));
  }

  private static EntryFilter filter(CommandCall call) {
    Object types = call.fields().getValue("type_filter");
    List<String> wanted = List.of();
    if (types instanceof String one) {
      wanted = List.of(one);
    } else if (types instanceof JsonArray several) {
      wanted = several.stream().map(String.class::cast).toList();
    }
    return EntryFilter.of(Optional.ofNullable(call.fields().getString("domain")), wanted);
  }

  private Future<CommandResult> getSingle(CommandCall call) {
    return entries
        .find(call.fields().getString("entry_id"))
        .map(
            entry ->
                Future.succeededFuture(
                    CommandResult.of(new JsonObject().put("config_entry", entry.wire()))))
        .orElseGet(() -> Future.failedFuture(notFound()));
  }

  /** The result goes first, then what there is, then what changes: nothing falls in between. */
  private Future<CommandResult> subscribe(CommandCall call) {
    EntryFilter filter = filter(call);
    Subscription subscription = new Subscription();
    call.subscribed(subscription);
    runtime.execute(
        () -> {
          if (subscription.cancelled) {
            return;
          }
          JsonArray all = new JsonArray();
          filter
              .apply(entries.list())
              .forEach(
                  entry -> all.add(new JsonObject().put("type", null).put("entry", entry.wire())));
          call.sendEvent(all);
          subscription.source =
              Optional.of(
                  entries.listen(
                      (change, entry) -> {
                        if (filter.matches(entry)) {
                          call.sendEvent(
                              new JsonArray()
                                  .add(
                                      new JsonObject()
                                          .put("type", change.wireName())
                                          .put("entry", entry.wire())));
                        }
                      }));
        });
    return CommandResult.done();
  }

  /** A subscription that may be cancelled before it has begun. */
  private static final class Subscription implements Cancellable {
    private Optional<Cancellable> source = Optional.empty();
    private boolean cancelled;

    @Override
    public void cancel() {
      cancelled = true;
      source.ifPresent(Cancellable::cancel);
    }
  }

  private Future<CommandResult> update(CommandCall call) {
    String entryId = call.fields().getString("entry_id");
    Optional<String> title = Optional.ofNullable(call.fields().getString("title"));
    Map<String, Boolean> preferences = new LinkedHashMap<>();
    PREFERENCES.stream()
        .filter(call.fields()::containsKey)
        .forEach(name -> preferences.put(name, call.fields().getBoolean(name)));
    Future<EntryView> updated =
        title
            .map(changed -> entries.change(entryId, content -> content.withTitle(changed)))
            .orElseGet(
                () ->
                    entries
                        .find(entryId)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(EntryException.unknown())))
            .compose(
                entry ->
                    preferences.isEmpty()
                        ? Future.succeededFuture(entry)
                        : entries.setPreferences(entryId, preferences));
    return updated
        .map(
            entry ->
                CommandResult.of(
                    new JsonObject()
                        .put("config_entry", entry.wire())
                        .put("require_restart", entry.state() == EntryState.FAILED_UNLOAD)))
        .recover(EntryCommands::refused);
  }

  private Future<CommandResult> disable(CommandCall call) {
    return entries
        .disable(
            call.fields().getString("entry_id"),
            Optional.ofNullable(call.fields().getString("disabled_by")))
        .map(restart -> CommandResult.of(new JsonObject().put("require_restart", restart)))
        .recover(EntryCommands::refused);
  }

  static Future<CommandResult> refused(Throwable failure) {
    if (failure instanceof EntryException unsaved
        && unsaved.reason() == EntryException.Reason.NOT_SAVED) {
      return Future.failedFuture(
          new WireException(
              WireException.HOME_ASSISTANT_ERROR, String.valueOf(unsaved.getMessage()), unsaved));
    }
    boolean unknown =
        failure instanceof EntryException refused
            && refused.reason() == EntryException.Reason.UNKNOWN_ENTRY;
    return Future.failedFuture(unknown ? notFound() : failure);
  }

  static WireException notFound() {
    return new WireException(WireException.NOT_FOUND, NOT_FOUND);
  }
}
