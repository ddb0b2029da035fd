import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Puts websockets on a hub in another process, and prints what they cost and how long a client that
 * behaves waits meanwhile.
 *
 * <p>{@code java -cp 'target/homekeep/lib/*' bench/Websockets.java ADDRESS PID [SOCKETS] [SECONDS]}
 */
public final class Websockets {
  private static final int LISTENERS = 50;
  private static final int EVENTS_PER_SECOND = 1000;
  private static final int SLOW = 20;
  private static final int CALLERS = 50;
  private static final int CALLS_PER_SECOND = 20_000;
  private static final int LARGE = 4 * 1024 * 1024 - 200;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  /** Of the client whose waiting is measured: it must not wait for the other clients here. */
  private final Vertx quiet = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  private final URI hub;
  private final Path process;
  private final int seconds;
  private String token = "";

  private Websockets(URI hub, long pid, int seconds) {
    this.hub = hub;
    this.process = Path.of("/proc", Long.toString(pid));
    this.seconds = seconds;
  }

  /** Runs the three parts and prints a table of each. */
  public static void main(String[] arguments) throws Exception {
    int sockets = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2000;
    int seconds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 30;
    Websockets bench =
        new Websockets(URI.create(arguments[0]), Long.parseLong(arguments[1]), seconds);
    bench.onboard();
    bench.roundTrips();
    bench.idle(sockets);
    bench.load(sockets);
    bench.vertx.close();
    bench.quiet.close();
  }

  // ---- Command round trips ----

  /** Paced: a call goes out when it is due, whether or not the one before it was answered. */
  private void roundTrips() throws Exception {
    List<Client> clients = connect(CALLERS);
    Latencies warmUp = new Latencies();
    call(clients, warmUp, 5);
    Latencies latencies = new Latencies();
    double processor = processor();
    long began = System.nanoTime();
    call(clients, latencies, seconds);
    double elapsed = (System.nanoTime() - began) / 1e9;
    System.out.println("| round trips | wanted a second | done a second | p50 ms | p99 ms | max ms"
        + " | processor seconds a second |");
    System.out.println("|---|---|---|---|---|---|---|");
    System.out.printf(
        Locale.ROOT,
        "| auth/current_user, %d connections | %d | %.0f | %s | %.2f |%n%n",
        CALLERS,
        CALLS_PER_SECOND,
        latencies.count() / elapsed,
        latencies,
        (processor() - processor) / elapsed);
    clients.forEach(Client::close);
  }

  private void call(List<Client> clients, Latencies latencies, int duration) throws Exception {
    Promise<Void> done = Promise.promise();
    long began = System.nanoTime();
    long[] sent = {0};
    vertx.setPeriodic(
        1,
        timer -> {
          long elapsed = System.nanoTime() - began;
          long due = elapsed * CALLS_PER_SECOND / 1_000_000_000L;
          for (; sent[0] < due; sent[0]++) {
            Client client = clients.get((int) (sent[0] % clients.size()));
            client.call("auth/current_user", "", latencies::add);
          }
          if (elapsed > duration * 1_000_000_000L) {
            vertx.cancelTimer(timer);
            awaitAnswers(latencies, sent[0], done);
          }
        });
    await(done.future());
  }

  private void awaitAnswers(Latencies latencies, long sent, Promise<Void> done) {
    vertx.setPeriodic(
        1,
        timer -> {
          if (latencies.count() >= sent) {
            vertx.cancelTimer(timer);
            done.complete();
          }
        });
  }

  // ---- Idle sockets ----

  private void idle(int sockets) throws Exception {
    double before = resident();
    List<Client> clients = connect(sockets);
    pause(2000);
    double after = resident();
    double processor = processor();
    pause(10_000);
    System.out.println("| idle sockets | RSS before, MB | RSS with them, MB | KB for each"
        + " | processor seconds in 10 s |");
    System.out.println("|---|---|---|---|---|");
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f | %.0f | %.1f | %.2f |%n%n",
        sockets,
        before,
        after,
        (after - before) * 1000 / sockets,
        processor() - processor);
    idle.addAll(clients);
  }

  private final List<Client> idle = new ArrayList<>();

  // ---- All at once ----

  private void load(int sockets) throws Exception {
    AtomicLong received = new AtomicLong();
    for (Client listener : connect(LISTENERS)) {
      listener.listen("bench", received);
    }
    List<Client> slow = connect(SLOW);
    for (Client each : slow) {
      each.listen("bench", new AtomicLong());
    }
    pause(500);
    slow.forEach(each -> each.socket.pause());
    Client driver = connect(1).get(0);
    Client large = connect(1).get(0);
    Client healthy = connect(quiet, 1).get(0);
    Latencies latencies = new Latencies();
    AtomicLong largeDone = new AtomicLong();
    Promise<Void> done = Promise.promise();
    String text = "x".repeat(500);
    long began = System.nanoTime();
    double processor = processor();
    long[] fired = {0};
    String frame = "\"text\":\"" + "x".repeat(LARGE) + "\"";
    vertx.setPeriodic(
        1,
        timer -> {
          long elapsed = System.nanoTime() - began;
          long due = elapsed * EVENTS_PER_SECOND / 1_000_000_000L;
          for (; fired[0] < due; fired[0]++) {
            driver.call(
                "fire_event",
                "\"event_type\":\"bench\",\"event_data\":{\"text\":\"" + text + "\"}",
                nanos -> {});
          }
          if (elapsed > seconds * 1_000_000_000L) {
            vertx.cancelTimer(timer);
            done.complete();
          }
        });
    long pings = quiet.setPeriodic(20, timer -> healthy.call("ping", "", latencies::add));
    long frames =
        vertx.setPeriodic(
            1000, timer -> large.call("ping", frame, nanos -> largeDone.incrementAndGet()));
    await(done.future());
    long events = received.get();
    double used = processor() - processor;
    quiet.cancelTimer(pings);
    vertx.cancelTimer(frames);
    // What the system had taken for them is still read; then they see that they were cut off.
    slow.forEach(each -> each.socket.resume());
    pause(5000);
    long dropped = slow.stream().filter(each -> each.closed).count();
    long idleGone = idle.stream().filter(each -> each.closed).count();
    System.out.println("| messages a second to " + LISTENERS + " listeners, " + sockets
        + " idle sockets beside them | 4 MB frames | healthy p50 ms | p99 ms | max ms"
        + " | slow readers dropped | idle sockets lost | processor seconds a second"
        + " | RSS, MB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %s | %d of %d | %d | %.2f | %.0f |%n",
        events / seconds,
        largeDone.get(),
        latencies,
        dropped,
        SLOW,
        idleGone,
        used / seconds,
        resident());
  }

  // ---- Clients ----

  private List<Client> connect(int number) throws Exception {
    return connect(vertx, number);
  }

  private List<Client> connect(Vertx loop, int number) throws Exception {
    WebSocketClient owner =
        loop.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(number)
                .setReceiveBufferSize(64 * 1024)
                .setMaxFrameSize(8 << 20)
                .setMaxMessageSize(8 << 20));
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Promise<Client> ready = Promise.promise();
      loop.runOnContext(
          v ->
              owner
                  .connect(
                      new WebSocketConnectOptions()
                          .setHost(hub.getHost())
                          .setPort(hub.getPort())
                          .setURI("/api/websocket"))
                  .map(socket -> new Client(owner, socket, ready))
                  .onFailure(ready::tryFail));
      clients.add(await(ready.future()));
    }
    return clients;
  }

  /** One connection, touched on its event loop alone. */
  private final class Client {
    private final WebSocketClient owner;
    private final WebSocket socket;
    private final java.util.Map<Long, Call> calls = new java.util.HashMap<>();
    private AtomicLong events = new AtomicLong();
    private long lastId;
    private boolean closed;

    private record Call(long sent, Consumer<Long> answered) {}

    Client(WebSocketClient owner, WebSocket socket, Promise<Client> ready) {
      this.owner = owner;
      this.socket = socket;
      socket.closeHandler(gone -> closed = true);
      socket.textMessageHandler(text -> received(text, ready));
      socket.writeTextMessage("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
    }

    private void received(String text, Promise<Client> ready) {
      if (text.startsWith("{\"type\":\"auth_ok\"")) {
        ready.complete(this);
      } else if (text.contains("\"type\":\"event\"")) {
        events.incrementAndGet();
      } else if (text.startsWith("{\"id\":")) {
        Call call = calls.remove(Long.parseLong(text.substring(6, text.indexOf(','))));
        if (call != null) {
          call.answered().accept(System.nanoTime() - call.sent());
        }
      }
    }

    void call(String type, String fields, Consumer<Long> answered) {
      long id = ++lastId;
      calls.put(id, new Call(System.nanoTime(), answered));
      String rest = fields.isEmpty() ? "" : "," + fields;
      socket.writeTextMessage("{\"id\":" + id + ",\"type\":\"" + type + "\"" + rest + "}");
    }

    void listen(String type, AtomicLong count) {
      events = count;
      vertx.runOnContext(
          v -> call("subscribe_events", "\"event_type\":\"" + type + "\"", nanos -> {}));
    }

    void close() {
      socket.close();
    }
  }

  private static final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long latency) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = latency;
    }

    int count() {
      return count;
    }

    private double millis(double part) {
      return count == 0 ? Double.NaN : nanos[(int) Math.min(count - 1, count * part)] / 1e6;
    }

    @Override
    public String toString() {
      Arrays.sort(nanos, 0, count);
      return String.format(
          Locale.ROOT, "%.2f | %.2f | %.2f", millis(0.5), millis(0.99), millis(1));
    }
  }

  // ---- The hub ----

  private void onboard() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    JsonObject user =
        new JsonObject()
            .put("name", "Bench")
            .put("username", "bench")
            .put("password", "correct horse battery")
            .put("client_id", hub + "/")
            .put("language", "en");
    String code =
        send(http, "/api/onboarding/users", "application/json", user.encode())
            .getString("auth_code");
    String form =
        "grant_type=authorization_code&code=" + encode(code) + "&client_id=" + encode(hub + "/");
    token =
        send(http, "/auth/token", "application/x-www-form-urlencoded", form)
            .getString("access_token");
  }

  private JsonObject send(HttpClient http, String path, String type, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(hub.resolve(path))
            .header("Content-Type", type)
            .method(HttpMethod.POST.name(), HttpRequest.BodyPublishers.ofString(body))
            .build();
    return new JsonObject(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private double processor() throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private double resident() throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    return Double.NaN;
  }

  private void pause(int millis) throws Exception {
    await(vertx.timer(millis).mapEmpty());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.MINUTES);
  }
}
