package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.key.RingKey;
import org.homekeep.core.backup.manager.KeyCare;
import org.homekeep.core.backup.manager.KeyUse;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The commands {@code homekeep/backup/keys/…}, for administrators. Only {@code show} and {@code
 * new} answer with a key.
 */
public final class KeyCommands {
  private static final String PREFIX = "homekeep/backup/keys/";
  private static final int LONGEST_TEXT = 2_000;

  private final KeyCare keys;

  public KeyCommands(KeyCare keys) {
    this.keys = keys;
  }

  /** Adds all commands. */
  public void register(CommandTable table) {
    AdminCommands commands = new AdminCommands(table);
    Shapes.Key fingerprint = Shapes.Key.required("fingerprint", Shapes.string(LONGEST_TEXT));
    // Trying keys reads the beginning of backups at their locations, which may be slow.
    commands.addUnhurried(
        PREFIX + "list",
        this::list,
        Shapes.Key.optional("with_backups", Shapes.bool()),
        Shapes.Key.optional("try_keys", Shapes.bool()));
    commands.add(PREFIX + "show", this::show, fingerprint);
    commands.add(
        PREFIX + "new",
        this::make,
        Shapes.Key.optional("activate", Shapes.bool()),
        Shapes.Key.optional("fingerprint", Shapes.string(LONGEST_TEXT)),
        Shapes.Key.optional("kit_saved", Shapes.bool()));
    commands.add(
        PREFIX + "add",
        this::add,
        Shapes.Key.required("key", Shapes.string(LONGEST_TEXT)),
        Shapes.Key.optional("exactly", Shapes.bool()));
    commands.addUnhurried(
        PREFIX + "forget",
        this::forget,
        fingerprint,
        Shapes.Key.optional("even_though_backups_need_it", Shapes.bool()));
    commands.add(
        PREFIX + "confirm",
        this::confirm,
        fingerprint,
        Shapes.Key.required("characters", Shapes.string(LONGEST_TEXT)));
  }

  private Future<CommandResult> list(CommandCall call) {
    boolean tryKeys = call.fields().getBoolean("try_keys", false);
    if (!tryKeys && !call.fields().getBoolean("with_backups", false)) {
      return Future.succeededFuture(
          CommandResult.of(new JsonObject().put("keys", described(Optional.empty()))));
    }
    return (tryKeys ? keys.use().tried() : keys.use().known())
        .map(
            report ->
                CommandResult.of(
                    new JsonObject()
                        .put("keys", described(Optional.of(report)))
                        .put("unknown_backups", backups(report.unknown()))
                        .put("locked_backups", backups(locked(report)))
                        .put("agent_errors", ManagerJson.map(report.agentErrors()))));
  }

  private static List<KeyUse.Locked> locked(KeyUse.Report report) {
    return report.backups().stream()
        .filter(each -> each.fingerprint().isEmpty() && each.exhausted())
        .toList();
  }

  private JsonArray described(Optional<KeyUse.Report> report) {
    JsonArray all = new JsonArray();
    for (RingKey key : keys.keys()) {
      JsonObject json = describe(key);
      report.ifPresent(found -> json.put("backups", backups(found.of(key.fingerprint()))));
      all.add(json);
    }
    return all;
  }

  private JsonObject describe(RingKey key) {
    return new JsonObject()
        .put("fingerprint", key.fingerprint().text())
        .put("active", keys.isActive(key))
        .put("origin", key.origin().wireName())
        .put("added", key.added().toString())
        .put("first_used", key.firstUsed().map(Instant::toString).orElse(null))
        .put("replaced", key.replaced().map(Instant::toString).orElse(null))
        .put("confirmed", key.confirmed().map(Instant::toString).orElse(null));
  }

  private static JsonArray backups(List<KeyUse.Locked> backups) {
    JsonArray all = new JsonArray();
    for (KeyUse.Locked each : backups) {
      all.add(
          new JsonObject()
              .put("backup_id", each.backup().backupId())
              .put("name", each.backup().description().name())
              .put("date", each.backup().description().date())
              .put("agent_ids", new JsonArray(each.agentIds()))
              .put("tried", each.known() == KeyUse.Known.TRIED));
    }
    return all;
  }

  private Future<CommandResult> show(CommandCall call) {
    return keys.find(call.fields().getString("fingerprint")).map(this::withKey);
  }

  private CommandResult withKey(RingKey key) {
    return CommandResult.of(describe(key).put("key", key.key().reveal()));
  }

  private Future<CommandResult> make(CommandCall call) {
    JsonObject fields = call.fields();
    Optional<String> fingerprint = Optional.ofNullable(fields.getString("fingerprint"));
    if (!fields.getBoolean("activate", false)) {
      return fingerprint.isPresent()
          ? refuse("Send activate as well, in order to set the key with this fingerprint.")
          : keys.make().map(this::withKey);
    }
    if (fingerprint.isEmpty()) {
      return refuse(
          "Make the key first without activate and save its emergency kit; then send its fingerprint with activate and kit_saved.");
    }
    return fields.getBoolean("kit_saved", false)
        ? keys.activate(fingerprint.get()).map(this::withKey)
        : refuse(
            "Save the emergency kit of the new key first, then send kit_saved: without it nobody could open the backups when this machine is lost.");
  }

  private Future<CommandResult> add(CommandCall call) {
    return keys.add(call.fields().getString("key"), call.fields().getBoolean("exactly", false))
        .map(key -> CommandResult.of(describe(key)));
  }

  private Future<CommandResult> forget(CommandCall call) {
    JsonObject fields = call.fields();
    return keys.forget(
            fields.getString("fingerprint"),
            fields.getBoolean("even_though_backups_need_it", false))
        .map(CommandResult.none());
  }

  private Future<CommandResult> confirm(CommandCall call) {
    JsonObject fields = call.fields();
    return keys.confirm(fields.getString("fingerprint"), fields.getString("characters"))
        .map(key -> CommandResult.of(describe(key)));
  }

  private static <T> Future<T> refuse(String sentence) {
    return Future.failedFuture(new WireException(WireException.INVALID_FORMAT, sentence));
  }
}
