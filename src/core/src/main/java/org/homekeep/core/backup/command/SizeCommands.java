package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.config.Excludes;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.size.SizePreview;
import org.homekeep.core.backup.size.SizeQuestion;
import org.homekeep.core.backup.size.SizeReport;
import org.homekeep.core.backup.snapshot.Essentials;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The command {@code homekeep/backup/size_preview}, for administrators. */
public final class SizeCommands {
  private static final long MOST_PATHS = 1_000;
  private static final long LONGEST_SECONDS = 300;

  private final BackupManager manager;
  private final SizePreview preview;

  public SizeCommands(BackupManager manager, SizePreview preview) {
    this.manager = manager;
    this.preview = preview;
  }

  /** Adds the command, which answers within the seconds that it is given. */
  public void register(CommandTable commands) {
    commands.add(
        Command.of(
                "homekeep/backup/size_preview",
                Access.ADMIN,
                this::preview,
                Shapes.Key.optional("excludes", Excludes.shape()),
                Shapes.Key.optional("include_database", Shapes.bool()),
                Shapes.Key.optional("include_folders", Shapes.listOf(ConfigUpdate.folder())),
                Shapes.Key.optional("largest", Shapes.integer(1)),
                Shapes.Key.optional("seconds", Shapes.integer(1)))
            .withoutDeadline());
  }

  private Future<CommandResult> preview(CommandCall call) {
    try {
      return preview.measure(question(call.fields())).map(SizeCommands::answer);
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
  }

  /** What is not said is as in the settings of automatic backups. */
  private SizeQuestion question(JsonObject fields) throws WireException {
    CreateSettings settings = manager.config().createBackup();
    List<String> excludes =
        fields.containsKey("excludes")
            ? Excludes.checked(strings(fields, "excludes"))
            : settings.excludes();
    Optional<List<Folder>> asked =
        fields.containsKey("include_folders")
            ? Optional.of(
                strings(fields, "include_folders").stream()
                    .flatMap(name -> Folder.ofWireName(name).stream())
                    .toList())
            : settings.includeFolders().filter(list -> !list.isEmpty());
    Map<Folder, Path> folders =
        manager
            .folders()
            .chosen(asked)
            .orElseThrow(
                () ->
                    new WireException(
                        WireException.HOME_ASSISTANT_ERROR,
                        "Addons and folders are not supported by core backup"));
    return new SizeQuestion(
        fields.getBoolean("include_database", settings.includeDatabase()),
        folders,
        excludes,
        Math.toIntExact(Math.min(fields.getLong("largest", 20L), MOST_PATHS)),
        Duration.ofSeconds(Math.min(fields.getLong("seconds", 30L), LONGEST_SECONDS)));
  }

  private static CommandResult answer(SizeReport report) {
    JsonArray largest = new JsonArray();
    report
        .largest()
        .forEach(
            path ->
                largest.add(
                    new JsonObject()
                        .put("part", path.part())
                        .put("path", path.path())
                        .put("bytes", path.bytes())
                        .put("directory", path.isDirectory())));
    JsonArray leftOut = new JsonArray();
    report
        .leftOut()
        .forEach(
            each ->
                leftOut.add(
                    new JsonObject()
                        .put("pattern", each.pattern())
                        .put("bytes", each.bytes())
                        .put("files", each.files())));
    return CommandResult.of(
        new JsonObject()
            .put("complete", report.complete())
            .put("total_bytes", report.totalBytes())
            .put("files", report.files())
            .put("unreadable", report.unreadable())
            .put("largest", largest)
            .put("left_out", leftOut)
            .put("never_left_out", new JsonArray(Essentials.names())));
  }

  private static List<String> strings(JsonObject fields, String key) {
    return fields.getJsonArray(key, new JsonArray()).stream().map(String.class::cast).toList();
  }
}
