package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code config_entries/subentries/*} (framework.md §5.3). */
final class SubentryCommands {
  private static final Shapes.Key ENTRY = Shapes.Key.required("entry_id", Shapes.string());
  private static final Shapes.Key SUBENTRY = Shapes.Key.required("subentry_id", Shapes.string());

  private final ConfigEntries entries;

  SubentryCommands(ConfigEntries entries) {
    this.entries = entries;
  }

  void register(CommandTable commands) {
    commands.add(Command.of("config_entries/subentries/list", Access.ADMIN, this::list, ENTRY));
    commands.add(
        Command.of(
            "config_entries/subentries/update",
            Access.ADMIN,
            this::update,
            ENTRY,
            SUBENTRY,
            Shapes.Key.optional("title", Shapes.string())));
    commands.add(
        Command.of(
            "config_entries/subentries/delete", Access.ADMIN, this::delete, ENTRY, SUBENTRY));
  }

  private Future<CommandResult> list(CommandCall call) {
    Optional<EntryView> entry = entries.find(call.fields().getString("entry_id"));
    if (entry.isEmpty()) {
      return Future.failedFuture(EntryCommands.notFound());
    }
    JsonArray all = new JsonArray();
    entry.get().record().content().subentries().forEach(each -> all.add(each.wire()));
    return Future.succeededFuture(CommandResult.of(all));
  }

  private Future<CommandResult> update(CommandCall call) {
    Optional<String> title = Optional.ofNullable(call.fields().getString("title"));
    return found(call)
        .compose(
            subentry ->
                title.isEmpty()
                    ? Future.succeededFuture()
                    : entries.change(
                        call.fields().getString("entry_id"),
                        content ->
                            content.withSubentries(
                                content.subentries().stream()
                                    .map(
                                        each ->
                                            each.subentryId().equals(subentry.subentryId())
                                                ? each.with(title.get(), each.data())
                                                : each)
                                    .toList())))
        .map(done -> CommandResult.none())
        .recover(EntryCommands::refused);
  }

  /** What the subentry was needed for ends with it, so the entry begins afresh. */
  private Future<CommandResult> delete(CommandCall call) {
    return found(call)
        .compose(
            subentry ->
                entries.changeAndReload(
                    call.fields().getString("entry_id"),
                    content -> content.withSubentries(without(content, subentry))))
        .map(done -> CommandResult.none())
        .recover(EntryCommands::refused);
  }

  private static List<StoredSubentry> without(EntryContent content, StoredSubentry subentry) {
    return content.subentries().stream()
        .filter(each -> !each.subentryId().equals(subentry.subentryId()))
        .toList();
  }

  private Future<StoredSubentry> found(CommandCall call) {
    Optional<EntryView> entry = entries.find(call.fields().getString("entry_id"));
    if (entry.isEmpty()) {
      return Future.failedFuture(EntryCommands.notFound());
    }
    return entry.get().record().content().subentries().stream()
        .filter(each -> each.subentryId().equals(call.fields().getString("subentry_id")))
        .findFirst()
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new WireException(WireException.NOT_FOUND, "Config subentry not found")));
  }
}
