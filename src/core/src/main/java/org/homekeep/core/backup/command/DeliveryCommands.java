package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.delivery.DeliveryStatus;
import org.homekeep.core.backup.delivery.TransferProgress;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.ShownText;
import org.jspecify.annotations.Nullable;

/**
 * Commands of ours about copies that are on their way: looking, cancelling, and sending a backup to
 * more locations. Home Assistant has none of them.
 */
public final class DeliveryCommands {
  private final BackupManager manager;

  public DeliveryCommands(BackupManager manager) {
    this.manager = manager;
  }

  /** Adds all commands. */
  public void register(CommandTable table) {
    AdminCommands commands = new AdminCommands(table);
    Shapes.Key backupId = Shapes.Key.required("backup_id", ConfigUpdate.id());
    commands.add("homekeep/backup/cancel", this::cancelBackup);
    commands.add("homekeep/backup/deliveries", call -> Future.succeededFuture(list()));
    commands.add("homekeep/backup/deliveries/subscribe", this::subscribe);
    commands.add(
        "homekeep/backup/deliveries/cancel",
        this::cancelDelivery,
        backupId,
        Shapes.Key.required("agent_id", ConfigUpdate.id()));
    // It answers when the archive is here, which may have to be fetched first.
    commands.addUnhurried(
        "homekeep/backup/deliver",
        this::deliver,
        backupId,
        Shapes.Key.required("agent_ids", Shapes.listOf(ConfigUpdate.id())));
  }

  private Future<CommandResult> cancelBackup(CommandCall call) {
    return manager.cancel().map(CommandResult.none());
  }

  private Future<CommandResult> cancelDelivery(CommandCall call) {
    CopyId copy =
        new CopyId(call.fields().getString("backup_id"), call.fields().getString("agent_id"));
    return manager
        .deliveries()
        .cancel(copy)
        .map(cancelled -> CommandResult.of(new JsonObject().put("cancelled", cancelled)));
  }

  private Future<CommandResult> deliver(CommandCall call) {
    List<String> agentIds =
        call.fields().getJsonArray("agent_ids").stream().map(String.class::cast).toList();
    return manager.send(call.fields().getString("backup_id"), agentIds).map(CommandResult.none());
  }

  private Future<CommandResult> subscribe(CommandCall call) {
    call.subscribed(manager.deliveries().onChange(() -> call.sendEvent(json())));
    call.sendEvent(json());
    return CommandResult.done();
  }

  private CommandResult list() {
    return CommandResult.of(json());
  }

  private JsonObject json() {
    JsonArray deliveries = new JsonArray();
    manager.deliveries().all().forEach(each -> deliveries.add(json(each)));
    return new JsonObject().put("deliveries", deliveries);
  }

  private static JsonObject json(DeliveryStatus status) {
    boolean resting = status.state() == DeliveryStatus.State.WAITING;
    JsonObject json =
        new JsonObject()
            .put("backup_id", status.backupId())
            .put("name", status.name().orElse(null))
            .put("agent_id", status.waiting().agentId())
            .put("state", state(status.state()))
            .put("since", status.waiting().since().toString())
            .put("attempts", status.waiting().attempts())
            .put("next_attempt", resting ? status.waiting().next().toString() : null)
            .put("error", status.waiting().error().map(ShownText::of).orElse(null))
            .put("resumes", status.waiting().unfinished().isPresent());
    boolean fetching = status.state() == DeliveryStatus.State.FETCHING;
    String bytes = fetching ? "fetched_bytes" : "uploaded_bytes";
    status.progress().ifPresent(progress -> put(json, bytes, progress));
    return json;
  }

  private static String state(DeliveryStatus.State state) {
    return switch (state) {
      case TO_BE_FETCHED, WAITING -> "waiting";
      case FETCHING -> "fetching";
      case UPLOADING -> "uploading";
    };
  }

  private static void put(JsonObject json, String bytes, TransferProgress progress) {
    json.put(bytes, progress.bytes())
        .put("total_bytes", progress.totalBytes())
        .put("bytes_per_second", orNull(progress.bytesPerSecond()))
        .put("seconds_left", orNull(progress.secondsLeft()));
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
