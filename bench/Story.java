import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Lives the main job through HTTP and websocket against a hub in another process and prints, for
 * each part of it, the time, the processor time and the peak memory of the hub.
 *
 * <p>{@code java -cp 'target/homekeep/lib/*' bench/Story.java ADDRESS PID DATA EMULATOR-JSON}
 */
public final class Story {
  private static final String KEY = "BNCH-0000-0000-0000-0000-0000-0001";
  private static final String DATABASE = "home-assistant_v2.db";
  private static final long PATIENCE_SECONDS = 3_600;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI hub;
  private final Usage usage;
  private String token = "";

  private Story(URI hub, long pid) {
    this.hub = hub;
    this.usage = new Usage(pid);
  }

  /** Runs the story and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Story story = new Story(URI.create(arguments[0]), Long.parseLong(arguments[1]));
    story.run(Path.of(arguments[2]), new JsonObject(arguments[3]));
  }

  private void run(Path data, JsonObject b2) throws Exception {
    onboard();
    addB2(b2);
    Map<String, String> before = snapshot(data);
    System.out.println("| part | seconds | processor seconds | peak RSS, MB | bytes |");
    System.out.println("|---|---|---|---|---|");
    String id;
    try (Socket socket = new Socket()) {
      List<String> agents =
          socket.call("backup/agents/info", new JsonObject()).getJsonArray("agents").stream()
              .map(agent -> ((JsonObject) agent).getString("agent_id"))
              .toList();
      int events = socket.send("backup/subscribe_events", new JsonObject());
      usage.begin();
      id =
          socket
              .call(
                  "backup/generate",
                  new JsonObject().put("agent_ids", agents).put("password", KEY))
              .getString("backup_job_id");
      socket.await(events, event -> "upload_to_agents".equals(event.getString("stage")));
      usage.end("create, with the local copy", bytes(data));
      usage.begin();
      JsonObject last = socket.await(events, Story::isTheEnd);
      JsonObject backup =
          socket
              .call("backup/details", new JsonObject().put("backup_id", id))
              .getJsonObject("backup");
      String agent = agents.stream().filter(name -> !name.startsWith("backup.")).findFirst().get();
      usage.end(
          "upload to B2",
          backup.getJsonObject("agents").getJsonObject(agent).getLong("size"));
      if (!"completed".equals(last.getString("state"))) {
        throw new IllegalStateException("The backup did not end well: " + last);
      }
      String path = "/api/backup/download/" + id + "?agent_id=" + encode(agent);
      download("download from B2, raw", path);
      download("download from B2, decrypted", path + "&password=" + encode(KEY));
      Files.delete(data.resolve(DATABASE));
      usage.begin();
      socket.send(
          "backup/restore",
          new JsonObject().put("backup_id", id).put("agent_id", agent).put("password", KEY));
      socket.awaitClosed();
    }
    awaitReady();
    usage.end("restore from B2, until it is ready again", bytes(data));
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

  private static boolean isTheEnd(JsonObject event) {
    String state = event.getString("state", "");
    return state.equals("completed") || state.equals("failed");
  }

  // ---- The steps of a client --------------------------------------------------------------

  private void onboard() throws Exception {
    JsonObject user =
        new JsonObject()
            .put("name", "Bench")
            .put("username", "bench")
            .put("password", "correct horse battery")
            .put("client_id", hub + "/")
            .put("language", "en");
    String code = post("/api/onboarding/users", user).getString("auth_code");
    String form =
        "grant_type=authorization_code&code=" + encode(code) + "&client_id=" + encode(hub + "/");
    HttpRequest request =
        HttpRequest.newBuilder(hub.resolve("/auth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    token = json(request).getString("access_token");
  }

  private void addB2(JsonObject b2) throws Exception {
    String flows = "/api/config/config_entries/flow";
    String flow = post(flows, new JsonObject().put("handler", "backblaze_b2")).getString("flow_id");
    JsonObject made =
        post(
            flows + "/" + flow,
            new JsonObject()
                .put("key_id", b2.getString("key_id"))
                .put("application_key", b2.getString("application_key"))
                .put("bucket", b2.getString("bucket")));
    if (!"create_entry".equals(made.getString("type"))) {
      throw new IllegalStateException("The flow did not make an entry: " + made);
    }
  }

  private void download(String part, String path) throws Exception {
    usage.begin();
    HttpResponse<InputStream> response =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    long bytes;
    try (InputStream body = response.body()) {
      bytes = body.transferTo(OutputStream.nullOutputStream());
    }
    if (response.statusCode() != 200) {
      throw new IllegalStateException(part + ": status " + response.statusCode());
    }
    usage.end(part, bytes);
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try {
        HttpRequest probe = HttpRequest.newBuilder(hub.resolve("/api/onboarding")).build();
        if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(20);
      }
    }
    throw new IllegalStateException("The hub did not come back.");
  }

  private JsonObject post(String path, JsonObject body) throws Exception {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
  }

  private JsonObject json(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          request.uri() + ": status " + response.statusCode() + ", " + response.body());
    }
    return new JsonObject(response.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
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

  /** Time, processor time and peak memory of the hub, from Linux's {@code /proc}. */
  private static final class Usage {
    private static final double TICKS_PER_SECOND = 100;

    private final Path process;
    private long started;
    private double processorAtStart;

    Usage(long pid) {
      this.process = Path.of("/proc", Long.toString(pid));
    }

    void begin() throws IOException {
      // 5 sets the peak back to what is resident now.
      Files.writeString(process.resolve("clear_refs"), "5");
      processorAtStart = processor();
      started = System.nanoTime();
    }

    void end(String part, long bytes) throws IOException {
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %,d |%n",
          part,
          seconds,
          processor() - processorAtStart,
          peakMegabytes(),
          bytes);
    }

    private double processor() throws IOException {
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private double peakMegabytes() throws IOException {
      for (String line : Files.readAllLines(process.resolve("status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
        }
      }
      return Double.NaN;
    }
  }

  /** A websocket that has authenticated. */
  private final class Socket implements AutoCloseable, WebSocket.Listener {
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private int lastId;

    Socket() throws Exception {
      URI address =
          URI.create(hub.toString().replaceFirst("http", "ws")).resolve("/api/websocket");
      socket = http.newWebSocketBuilder().buildAsync(address, this).get(10, TimeUnit.SECONDS);
      next("auth_required");
      write(new JsonObject().put("type", "auth").put("access_token", token));
      next("auth_ok");
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      messages.add(new JsonObject().put("type", "closed"));
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      messages.add(new JsonObject().put("type", "closed"));
    }

    int send(String type, JsonObject fields) throws Exception {
      int id = ++lastId;
      write(fields.copy().put("id", id).put("type", type));
      return id;
    }

    JsonObject call(String type, JsonObject fields) throws Exception {
      int id = send(type, fields);
      while (true) {
        JsonObject message = take();
        if (message.getString("type").equals("result") && message.getInteger("id") == id) {
          if (!message.getBoolean("success")) {
            throw new IllegalStateException(type + ": " + message.getJsonObject("error"));
          }
          return message.getJsonObject("result");
        }
        if (message.getString("type").equals("event")) {
          early.add(message);
        }
      }
    }

    private final BlockingQueue<JsonObject> early = new LinkedBlockingQueue<>();

    JsonObject await(int id, java.util.function.Predicate<JsonObject> wanted) throws Exception {
      while (true) {
        JsonObject message = early.isEmpty() ? take() : early.remove();
        if (message.getString("type").equals("event") && message.getInteger("id") == id) {
          JsonObject event = message.getJsonObject("event");
          if (wanted.test(event)) {
            return event;
          }
          if ("failed".equals(event.getString("state"))) {
            throw new IllegalStateException("The hub says: " + event);
          }
        }
      }
    }

    void awaitClosed() throws Exception {
      for (JsonObject message = messages.take();
          !message.getString("type").equals("closed");
          message = messages.take()) {
        if (message.containsKey("success") && !message.getBoolean("success")) {
          throw new IllegalStateException("The restore was refused: " + message);
        }
      }
    }

    private void next(String type) throws Exception {
      JsonObject message = take();
      if (!message.getString("type").equals(type)) {
        throw new IllegalStateException("Not " + type + " but " + message);
      }
    }

    private JsonObject take() throws Exception {
      JsonObject message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null || message.getString("type").equals("closed")) {
        throw new IllegalStateException("The connection was closed.");
      }
      return message;
    }

    private void write(JsonObject message) throws Exception {
      socket.sendText(message.encode(), true).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
