import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of a hub in another process: its first user, through HTTP and websocket. */
final class HubClient {
  private static final long PATIENCE_SECONDS = 3_600;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI hub;
  private String token = "";

  HubClient(URI hub) {
    this.hub = hub;
  }

  /** Makes the first user and is that user from then on. */
  void onboard() throws Exception {
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

  /** Adds the bucket that an emulator has described. */
  void addB2(JsonObject b2) throws Exception {
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

  Socket socket() throws Exception {
    return new Socket();
  }

  /** Reads the copy of a backup to its end; gives how many bytes there were. */
  long download(String backupId, String agentId, String key) throws Exception {
    String path = archivePath(backupId, agentId);
    URI address = hub.resolve(key.isEmpty() ? path : path + "&password=" + encode(key));
    HttpResponse<InputStream> response =
        http.send(request(address.toString()).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(address + ": status " + response.statusCode());
    }
    byte[] buffer = new byte[1 << 18];
    long bytes = 0;
    try (InputStream body = response.body()) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        bytes += n;
      }
    }
    return bytes;
  }

  /** Where the copy of a backup is to be had as it is. */
  static String archivePath(String backupId, String agentId) {
    return "/api/backup/download/" + backupId + "?agent_id=" + encode(agentId);
  }

  /** Where the hub is. */
  URI address() {
    return hub;
  }

  /** What a request says of who asks. */
  String authorization() {
    return "Bearer " + token;
  }

  /** The location that is not this machine. */
  static String remote(List<String> agents) {
    return agents.stream().filter(name -> !name.startsWith("backup.")).findFirst().orElseThrow();
  }

  /** Waits until the hub answers. */
  void awaitReady() throws Exception {
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
    return token.isEmpty() ? request : request.header("Authorization", authorization());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A websocket that has authenticated. */
  final class Socket implements AutoCloseable, WebSocket.Listener {
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> early = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private int lastId;

    private Socket() throws Exception {
      URI address = URI.create(hub.toString().replaceFirst("http", "ws")).resolve("/api/websocket");
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

    JsonObject await(int id, Predicate<JsonObject> wanted) throws Exception {
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

    /** The ids of all backup locations. */
    List<String> agents() throws Exception {
      return call("backup/agents/info", new JsonObject()).getJsonArray("agents").stream()
          .map(agent -> ((JsonObject) agent).getString("agent_id"))
          .toList();
    }

    /** Waits until the backup that is being made is complete here and is sent away. */
    void awaitUploading(int events) throws Exception {
      await(events, event -> "upload_to_agents".equals(event.getString("stage")));
    }

    /** Waits until the backup that is being made is where it is to be. */
    void awaitCompleted(int events) throws Exception {
      await(events, event -> "completed".equals(event.getString("state")));
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
