package org.homekeep.core.backup.manager;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;

/** A hub with two locations in memory, for tests of what is kept and what goes. */
final class KeepingHub implements AutoCloseable {
  static final Duration STEP = Duration.ofHours(1);

  /** Turning the clock by days must not be taken for a location that does not answer. */
  private static final Map<String, String> PATIENT =
      Map.of("backup.agent_timeout", "P9999D", "backup.stall_timeout", "P9999D");

  private final Vertx vertx = WatchedVertx.create();
  final MemoryAgent one = new MemoryAgent(vertx, "one");
  final MemoryAgent two = new MemoryAgent(vertx, "two");
  BackupHub hub;

  KeepingHub(Path directory) throws Exception {
    this(directory, PATIENT);
  }

  KeepingHub(Path directory, Map<String, String> settings) throws Exception {
    hub = BackupHub.open(new HubDirectories(directory, directory), settings);
    hub.addAgent(one);
    hub.addAgent(two);
    hub.start();
    update("{'create_backup':{'agent_ids':['test.one','test.two']}}");
  }

  /** Stops, and starts again with the same locations. */
  void restart() throws Exception {
    restart(() -> "nothing");
  }

  /** Does something between the stop and the start. */
  void restart(Callable<?> between) throws Exception {
    hub = hub.reopened(between);
    hub.addAgent(one);
    hub.addAgent(two);
    hub.start();
    settle();
  }

  /** Home Assistant's settings; single quotes stand for double ones. */
  void update(String json) throws Exception {
    hub.call("backup/config/update", json(json));
  }

  static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  JsonObject call(String command, String fields) throws Exception {
    return hub.call("homekeep/backup/" + command, json(fields));
  }

  /** Makes an automatic backup and lets an hour pass. */
  String automatic() throws Exception {
    String id = hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    hub.awaitIdle();
    forgetWhatIsOwed();
    advance(STEP);
    return id;
  }

  /** Copies that failed are not tried again while the time passes. */
  private void forgetWhatIsOwed() throws Exception {
    for (Object each : hub.call("homekeep/backup/deliveries").getJsonArray("deliveries")) {
      JsonObject owed = (JsonObject) each;
      hub.call(
          "homekeep/backup/deliveries/cancel",
          new JsonObject()
              .put("backup_id", owed.getString("backup_id"))
              .put("agent_id", owed.getString("agent_id")));
    }
  }

  /** Makes a backup by hand at both locations and lets an hour pass. */
  String manual() throws Exception {
    String id =
        hub.backup(
            new JsonObject().put("agent_ids", new JsonArray().add("test.one").add("test.two")));
    advance(STEP);
    return id;
  }

  /** Lets time pass, and waits for what prunes because of that. */
  void advance(Duration duration) throws Exception {
    hub.advance(duration);
    settle();
  }

  void settle() throws Exception {
    hub.async(() -> hub.backups().manager().keeping().settled());
  }

  /** Puts a backup of this hub where nobody has verified it. */
  static void plant(MemoryAgent agent, String id, String date, boolean automatic) {
    plant(
        agent,
        id,
        date,
        Map.of("instance_id", BackupHub.INSTANCE, "with_automatic_settings", automatic));
  }

  static void plant(MemoryAgent agent, String id, String date, Map<String, Object> extra) {
    agent.put(
        new AgentBackup(
            id,
            "Planted",
            date,
            List.of(),
            List.of(),
            true,
            true,
            Optional.of("2025.1.0"),
            extra,
            false,
            1),
        new byte[] {1});
  }

  /** Of each copy at a location: what a preview says, by backup id. */
  Map<String, String> preview(String agentId, String fields) throws Exception {
    Map<String, String> said = new TreeMap<>();
    for (Object each : call("retention/preview", fields).getJsonArray("copies")) {
      JsonObject copy = (JsonObject) each;
      if (copy.getString("agent_id").equals(agentId)) {
        said.put(
            copy.getString("backup_id"), copy.getString("action") + " " + copy.getString("reason"));
      }
    }
    return said;
  }

  /** How a copy was verified. */
  String verified(String agentId, String backupId) throws Exception {
    for (Object each : call("retention/preview", "{}").getJsonArray("copies")) {
      JsonObject copy = (JsonObject) each;
      if (copy.getString("agent_id").equals(agentId)
          && copy.getString("backup_id").equals(backupId)) {
        JsonObject verified = copy.getJsonObject("verified");
        return verified == null ? "no" : verified.getString("how");
      }
    }
    throw new AssertionError("There is no copy of %s at %s".formatted(backupId, agentId));
  }

  /** The log of deletions, oldest line first, as {@code step agent by reason}. */
  List<String> audit(String backupId) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Object each : call("audit", "{}").getJsonArray("lines")) {
      JsonObject line = (JsonObject) each;
      if (line.getString("backup_id").equals(backupId)) {
        lines.add(
            0,
            "%s %s %s %s"
                .formatted(
                    line.getString("step"),
                    line.getString("agent_id"),
                    line.getString("user") == null ? line.getString("by") : line.getString("user"),
                    line.getString("reason")));
      }
    }
    return lines;
  }

  static StoredBytes sha1(byte[] bytes) {
    return new StoredBytes(bytes.length, StoredBytes.Algorithm.SHA_1, hex("SHA-1", bytes));
  }

  static StoredBytes md5(byte[] bytes) {
    return new StoredBytes(bytes.length, StoredBytes.Algorithm.MD5, hex("MD5", bytes));
  }

  static StoredBytes otherThan(byte[] bytes) {
    return new StoredBytes(
        bytes.length,
        StoredBytes.Algorithm.SHA_256,
        hex("SHA-256", "other".getBytes(StandardCharsets.UTF_8)));
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() throws Exception {
    hub.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
