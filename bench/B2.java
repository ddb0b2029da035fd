import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One round of uploads to an emulator of B2 and downloads from it, by a hub and by rclone, of the
 * same archives. Each step adds a line to {@code uploads} or {@code downloads}, with tabs between:
 * its name, processor seconds, seconds, processor seconds of the emulator, peak memory in KiB.
 *
 * <p>Arguments: the hub's address and process id, the emulator's process id and what it said of
 * itself, the directory with the hub's {@code config}, the directory for the lines, and who begins:
 * {@code hub} or {@code rclone}.
 */
public final class B2 {
  /** What the hub has by default: parts of 16 MiB, three at once. */
  private static final Map<String, String> AS_OURS =
      Map.of(
          "RCLONE_B2_CHUNK_SIZE", "16M",
          "RCLONE_B2_UPLOAD_CUTOFF", "16M",
          "RCLONE_TRANSFERS", "3",
          "RCLONE_B2_UPLOAD_CONCURRENCY", "3");

  private static final int IDLE_MILLIS = 300;
  private static final double IDLE_SECONDS = 0.01;
  private static final int MOST_WAITS = 100;

  private final HubClient hub;
  private final Usage hubUsage;
  private final Usage emulatorUsage;
  private final JsonObject b2;
  private final Path run;
  private final Path results;

  private B2(HubClient hub, Usage hubUsage, Usage emulatorUsage, JsonObject b2, Path run, Path to) {
    this.hub = hub;
    this.hubUsage = hubUsage;
    this.emulatorUsage = emulatorUsage;
    this.b2 = b2;
    this.run = run;
    this.results = to;
  }

  /** Runs one round. */
  public static void main(String[] arguments) throws Exception {
    new B2(
            new HubClient(URI.create(arguments[0])),
            new Usage(Long.parseLong(arguments[1])),
            new Usage(Long.parseLong(arguments[2])),
            new JsonObject(arguments[3]),
            Path.of(arguments[4]),
            Path.of(arguments[5]))
        .round(arguments[6].equals("rclone"));
  }

  private void round(boolean rcloneBegins) throws Exception {
    hub.onboard();
    hub.addB2(b2);
    try (HubClient.Socket socket = hub.socket()) {
      HubSteps steps = new HubSteps(socket);
      String kept = steps.make();
      Path archive = archive();
      // The emulator is the same for both; its first transfers are nobody's.
      rclone("", Map.of(), "copyto", archive.toString(), remote("warm-up"));
      rclone("", Map.of(), "copyto", remote("warm-up"), back());
      requireArchive("rclone");
      if (rcloneBegins) {
        rclone(archive);
      }
      steps.makeSendAndFetch("hub, the first");
      if (!rcloneBegins) {
        rclone(archive);
      }
      steps.makeSendAndFetch("hub, the second");
      steps.sendByHand("hub, later by hand: reads and checks it before", kept);
    }
  }

  // ---- rclone -------------------------------------------------------------------------------

  private void rclone(Path archive) throws Exception {
    String file = archive.toString();
    rclone("uploads\trclone, parts as ours", AS_OURS, "copyto", file, remote("ours"));
    rclone("uploads\trclone, its defaults", Map.of(), "copyto", file, remote("defaults"));
    rclone("downloads\trclone copyto a file", Map.of(), "copyto", remote("ours"), back());
    requireArchive("rclone");
    rclone("downloads\trclone cat, which checks nothing", Map.of(), "cat", remote("ours"));
    for (String name : List.of("warm-up", "ours", "defaults")) {
      rclone("", Map.of(), "deletefile", "--b2-hard-delete", remote(name));
    }
  }

  private String remote(String name) {
    return "b2:" + b2.getString("bucket") + "/rclone/" + name;
  }

  private String back() {
    return run.resolve("back").toString();
  }

  /** What was brought back is one of the archives; it goes then. */
  private void requireArchive(String who) throws IOException {
    Path back = Path.of(back());
    for (Path archive : archives()) {
      if (Files.mismatch(archive, back) < 0) {
        Files.delete(back);
        return;
      }
    }
    throw new IllegalStateException(who + " brought back something else.");
  }

  /** Without a name nothing is noted. */
  private void rclone(String name, Map<String, String> settings, String... arguments)
      throws Exception {
    Path time = run.resolve("time");
    List<String> command = new ArrayList<>(List.of("/usr/bin/time", "-o", time.toString()));
    command.addAll(List.of("-f", "%U %S %e %M", "rclone"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(run.resolve("rclone.log").toFile());
    builder.environment().put("RCLONE_CONFIG", run.resolve("rclone.conf").toString());
    builder.environment().put("RCLONE_CONFIG_B2_TYPE", "b2");
    builder.environment().put("RCLONE_CONFIG_B2_ENDPOINT", b2.getString("url"));
    builder.environment().put("RCLONE_CONFIG_B2_ACCOUNT", b2.getString("key_id"));
    builder.environment().put("RCLONE_CONFIG_B2_KEY", b2.getString("application_key"));
    builder.environment().putAll(settings);
    rest();
    double emulatorBefore = emulatorUsage.processor();
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException(
          "rclone failed: " + Files.readString(run.resolve("rclone.log")));
    }
    String[] took = Files.readString(time).trim().split(" ");
    if (!name.isEmpty()) {
      note(
          name,
          Double.parseDouble(took[0]) + Double.parseDouble(took[1]),
          Double.parseDouble(took[2]),
          emulatorUsage.processor() - emulatorBefore,
          Double.parseDouble(took[3]));
    }
  }

  // ---- The hub ------------------------------------------------------------------------------

  /** Makes backups, sends them to B2 and fetches them. */
  private final class HubSteps {
    private final HubClient.Socket socket;
    private final String local;
    private final String remote;
    private final int events;
    private final int deliveries;

    HubSteps(HubClient.Socket socket) throws Exception {
      this.socket = socket;
      List<String> agents = socket.agents();
      this.remote = HubClient.remote(agents);
      this.local = agents.stream().filter(id -> !id.equals(remote)).findFirst().orElseThrow();
      this.events = socket.send("backup/subscribe_events", new JsonObject());
      this.deliveries = socket.send("homekeep/backup/deliveries/subscribe", new JsonObject());
    }

    /** A backup that is here alone. */
    String make() throws Exception {
      String id = generate(local);
      socket.awaitCompleted(events);
      return id;
    }

    private String generate(String... agents) throws Exception {
      return socket
          .call("backup/generate", new JsonObject().put("agent_ids", List.of(agents)))
          .getString("backup_job_id");
    }

    /** The upload of a backup as it is made, once the archive is complete, and its download. */
    void makeSendAndFetch(String name) throws Exception {
      rest();
      String id = generate(local, remote);
      socket.awaitUploading(events);
      double emulatorBefore = begin();
      socket.awaitCompleted(events);
      end("uploads\t" + name, emulatorBefore);
      requireThere(id);
      rest();
      emulatorBefore = begin();
      new RawDownload(hub).of(id, remote, Path.of(back()));
      end("downloads\t" + name, emulatorBefore);
      requireArchive("The hub");
      socket.call("backup/delete", new JsonObject().put("backup_id", id));
    }

    /** The upload of a backup that is here. */
    void sendByHand(String name, String id) throws Exception {
      rest();
      double emulatorBefore = begin();
      socket.call(
          "homekeep/backup/deliver",
          new JsonObject().put("backup_id", id).put("agent_ids", List.of(remote)));
      socket.await(deliveries, event -> !owed(event).isEmpty());
      socket.await(deliveries, event -> owed(event).isEmpty());
      end("uploads\t" + name, emulatorBefore);
      requireThere(id);
    }

    private JsonArray owed(JsonObject event) {
      JsonArray owed = event.getJsonArray("deliveries");
      for (Object each : owed) {
        if (((JsonObject) each).getString("error") != null) {
          throw new IllegalStateException("The hub says: " + each);
        }
      }
      return owed;
    }

    private void requireThere(String id) throws Exception {
      JsonObject agents =
          socket
              .call("backup/details", new JsonObject().put("backup_id", id))
              .getJsonObject("backup")
              .getJsonObject("agents");
      if (!agents.containsKey(remote)) {
        throw new IllegalStateException("B2 does not have the backup: " + agents);
      }
    }

    private double begin() throws IOException {
      hubUsage.begin();
      return emulatorUsage.processor();
    }

    private void end(String name, double emulatorBefore) throws IOException {
      Usage.Spent spent = hubUsage.end();
      note(
          name,
          spent.processor(),
          spent.seconds(),
          emulatorUsage.processor() - emulatorBefore,
          spent.peakMegabytes() * 1e6 / 1024);
    }
  }

  // ---- Both ---------------------------------------------------------------------------------

  /** An archive of the hub; all that there are have the same size. */
  private Path archive() throws IOException {
    return archives().get(0);
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve("config"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).toList();
    }
  }

  /** Waits until all is written to the disk, and hub and emulator have nothing left to do. */
  private void rest() throws Exception {
    new ProcessBuilder("sync").inheritIO().start().waitFor();
    for (int i = 0; i < MOST_WAITS; i++) {
      double before = hubUsage.processor() + emulatorUsage.processor();
      TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
      if (hubUsage.processor() + emulatorUsage.processor() - before <= IDLE_SECONDS) {
        return;
      }
    }
  }

  private void note(String name, double processor, double seconds, double emulator, double kib)
      throws IOException {
    String[] table = name.split("\t");
    String line =
        String.format(
            Locale.ROOT,
            "%s\t%.2f\t%.2f\t%.2f\t%.0f\n",
            table[1],
            processor,
            seconds,
            emulator,
            kib);
    Files.writeString(
        results.resolve(table[0]), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
