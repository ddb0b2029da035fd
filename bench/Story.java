import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Lives the main job through HTTP and websocket against a hub in another process and prints, for
 * each part of it, the time, the processor time and the peak memory of the hub.
 *
 * <p>Arguments: the hub's address and process id, the directory of data, what the emulator said of
 * itself.
 */
public final class Story {
  private static final String KEY = "BNCH-0000-0000-0000-0000-0000-0001";
  private static final String DATABASE = "home-assistant_v2.db";

  private final HubClient hub;
  private final Usage usage;

  private Story(HubClient hub, Usage usage) {
    this.hub = hub;
    this.usage = usage;
  }

  /** Runs the story and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Story story =
        new Story(new HubClient(URI.create(arguments[0])), new Usage(Long.parseLong(arguments[1])));
    story.run(Path.of(arguments[2]), new JsonObject(arguments[3]));
  }

  private void run(Path data, JsonObject b2) throws Exception {
    hub.onboard();
    hub.addB2(b2);
    Map<String, String> before = snapshot(data);
    System.out.println("| part | seconds | processor seconds | peak RSS, MB | bytes |");
    System.out.println("|---|---|---|---|---|");
    String id;
    try (HubClient.Socket socket = hub.socket()) {
      List<String> agents = socket.agents();
      int events = socket.send("backup/subscribe_events", new JsonObject());
      usage.begin();
      id =
          socket
              .call(
                  "backup/generate", new JsonObject().put("agent_ids", agents).put("password", KEY))
              .getString("backup_job_id");
      socket.awaitUploading(events);
      print("create, with the local copy", bytes(data));
      usage.begin();
      socket.awaitCompleted(events);
      JsonObject backup =
          socket
              .call("backup/details", new JsonObject().put("backup_id", id))
              .getJsonObject("backup");
      String agent = HubClient.remote(agents);
      print("upload to B2", backup.getJsonObject("agents").getJsonObject(agent).getLong("size"));
      usage.begin();
      print("download from B2, raw", hub.download(id, agent, ""));
      usage.begin();
      print("download from B2, decrypted", hub.download(id, agent, KEY));
      Files.delete(data.resolve(DATABASE));
      usage.begin();
      socket.send(
          "backup/restore",
          new JsonObject().put("backup_id", id).put("agent_id", agent).put("password", KEY));
      socket.awaitClosed();
    }
    hub.awaitReady();
    print("restore from B2, until it is ready again", bytes(data));
    Map<String, String> after = snapshot(data);
    long equal =
        before.entrySet().stream()
            .filter(entry -> entry.getValue().equals(after.get(entry.getKey())))
            .count();
    System.out.printf("%nRestored as it was: %d of %d files.%n", equal, before.size());
    if (equal != before.size()) {
      before.forEach(
          (name, sum) -> {
            if (!sum.equals(after.get(name))) {
              System.out.println("differs: " + name);
            }
          });
      System.exit(1);
    }
  }

  private void print(String part, long bytes) throws IOException {
    Usage.Spent spent = usage.end();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.0f | %,d |%n",
        part,
        spent.seconds(),
        spent.processor(),
        spent.peakMegabytes(),
        bytes);
  }

  // ---- What is compared ---------------------------------------------------------------------

  private static Map<String, String> snapshot(Path root) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    byte[] buffer = new byte[1 << 16];
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (name.equals(DATABASE)) {
          sums.put(name, rows(file));
          continue;
        }
        CRC32C sum = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sum.update(buffer, 0, n);
          }
        }
        sums.put(name, Files.size(file) + ":" + sum.getValue());
      }
    }
    return sums;
  }

  /** SQLite's own copy of a database differs in its header, so the rows are compared. */
  private static String rows(Path file) {
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement()) {
      StringBuilder sum = new StringBuilder();
      for (String query :
          List.of(
              "PRAGMA integrity_check",
              "SELECT count(*) || ':' || sum(state_id * metadata_id % 1000003)"
                  + " || ':' || sum(last_updated_ts) FROM states",
              "SELECT sum(unicode(state) + length(attributes)) FROM states")) {
        try (ResultSet result = statement.executeQuery(query)) {
          result.next();
          sum.append(result.getString(1)).append(' ');
        }
      }
      return sum.toString();
    } catch (SQLException unreadable) {
      return unreadable.getMessage();
    }
  }

  private static long bytes(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
