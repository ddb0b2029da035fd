package org.homekeep.core.backup.delivery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;

/** A hub with two locations, and what tests ask of deliveries. */
final class DeliveryHub implements AutoCloseable {
  private final Path directory;
  final MemoryAgent nas;
  final MemoryAgent cloud;
  BackupHub hub;

  DeliveryHub(Path directory) throws Exception {
    this.directory = directory;
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
    cloud = hub.addAgent("cloud");
  }

  static BackupAgentException asleep() {
    return new BackupAgentException("The NAS sleeps.");
  }

  static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  static JsonObject of(String backupId) {
    return new JsonObject().put("backup_id", backupId);
  }

  /** Starts again after the hub was closed. */
  void open() throws Exception {
    hub = BackupHub.started(directory);
    hub.addAgent(nas);
    hub.addAgent(cloud);
  }

  /** As if the hub, which is closed, had never heard that locations took what it sent. */
  void forgetCopies() throws IOException {
    try (DirectoryStream<Path> generations =
        Files.newDirectoryStream(hub.directories().storage(), "homekeep.backup_copies*")) {
      for (Path generation : generations) {
        Files.delete(generation);
      }
    }
  }

  /** Begins a backup and gives its id. */
  String begin(String... agentIds) throws Exception {
    return hub.call("backup/generate", to(agentIds)).getString("backup_job_id");
  }

  List<JsonObject> owed() throws Exception {
    return hub.call("homekeep/backup/deliveries").getJsonArray("deliveries").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** Waits until the one owed copy was tried so often, and rests. */
  void untilTried(int attempts) throws Exception {
    hub.until(
        () ->
            owed().get(0).getInteger("attempts") >= attempts
                && owed().get(0).getString("state").equals("waiting"));
  }

  /** The names of the locations that hold a backup. */
  List<String> holders(String backupId) throws Exception {
    JsonObject found = hub.call("backup/details", of(backupId)).getJsonObject("backup");
    return found == null
        ? List.of()
        : found.getJsonObject("agents").fieldNames().stream().sorted().toList();
  }

  /** How the copy of a backup at a location was verified. */
  String verified(String agentId, String backupId) throws Exception {
    JsonArray copies =
        hub.call("homekeep/backup/retention/preview").getJsonArray("copies", new JsonArray());
    for (Object each : copies) {
      JsonObject copy = (JsonObject) each;
      if (copy.getString("agent_id").equals(agentId)
          && copy.getString("backup_id").equals(backupId)) {
        JsonObject verified = copy.getJsonObject("verified");
        return verified == null ? "no" : verified.getString("how");
      }
    }
    return "not there";
  }

  /** The files that are stored here, each by its whole path. */
  List<Path> stored() throws Exception {
    Path backups = hub.directories().backups();
    return BackupHub.names(backups).stream().map(backups::resolve).toList();
  }

  /** One byte of the data in an archive is another one from now on. */
  static void rot(Path file) throws IOException {
    Files.write(file, rotten(Files.readAllBytes(file)));
  }

  static byte[] rotten(byte[] archive) {
    byte[] changed = archive.clone();
    int gzip = 0;
    while (changed[gzip] != 0x1f || changed[gzip + 1] != (byte) 0x8b) {
      gzip++;
    }
    changed[gzip + 100] ^= 1;
    return changed;
  }

  List<Path> temporaryFiles() throws Exception {
    try (Stream<Path> files = Files.list(hub.directories().temporary())) {
      return files.toList();
    }
  }

  /** Lets whatever is under way get on. */
  void turns() throws Exception {
    for (int i = 0; i < 30; i++) {
      hub.call("backup/info");
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
