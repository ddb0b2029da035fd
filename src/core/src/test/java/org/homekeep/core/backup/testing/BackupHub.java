package org.homekeep.core.backup.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.auth.User;
import org.homekeep.core.backup.BackupTunables;
import org.homekeep.core.backup.Backups;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.hook.OfferedHooks;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.translation.Translations;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.EncodedEvent;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.WireException;

/** A hub of nothing but backups, spoken to through commands. */
public final class BackupHub implements AutoCloseable {
  public static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  /** Turning the clock by days must not be taken for a location that does not answer. */
  private static final Map<String, String> PATIENT = Map.of("backup.agent_timeout", "P9999D");

  private static final Principal ADMIN =
      new Principal(
          new User("1", "Admin", true, true, false, false, List.of(User.ADMIN_GROUP)), "token");

  private final Vertx vertx = WatchedVertx.create();
  private final Context context = vertx.getOrCreateContext();
  private final HubDirectories directories;
  private final TestClock clock;
  private final HubRuntime runtime;
  private final Storage storage;
  private final CommandTable commands = new CommandTable();
  private final Map<String, BackupAgent> agents = new LinkedHashMap<>();
  private final Set<String> removedAgents = new HashSet<>();
  private final List<Runnable> agentListeners = new ArrayList<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private final List<OfferedHooks> hooks = new ArrayList<>();
  private final Map<String, Issue> issues = new LinkedHashMap<>();
  private final AtomicInteger restarts = new AtomicInteger();
  private final MemoryRoutes routes = new MemoryRoutes();
  private final Map<String, String> settings;
  private final Map<String, String> environment;
  private final Backups backups;

  private BackupHub(
      HubDirectories directories,
      TestClock clock,
      Map<String, String> settings,
      Map<String, String> environment)
      throws Exception {
    this.environment = environment;
    this.directories = directories;
    this.clock = clock;
    this.settings = settings;
    this.runtime = new HubRuntime(vertx, context, clock);
    Files.createDirectories(directories.config());
    Files.createDirectories(directories.data());
    Storage.prepare(directories.storage());
    this.storage = onContext(() -> new Storage(runtime, directories.storage()));
    Settings resolved =
        Settings.resolve(
            Map.of(BackupTunables.DOMAIN, BackupTunables.all()), settings, environment);
    Backups.Parts parts =
        new Backups.Parts(
            runtime,
            clock,
            directories,
            storage,
            resolved,
            restarts::incrementAndGet,
            new Issues(),
            new Source(),
            () -> List.copyOf(hooks),
            INSTANCE,
            () -> Duration.ofMinutes(10));
    this.backups = async(() -> Backups.open(parts));
    HomeSettings home =
        async(() -> HomeSettings.load(runtime, storage, new HubEvents(runtime, new Ulid(clock))));
    onContext(
        () -> {
          backups.register(commands, routes);
          backups.registerKeys(
              commands, routes, home, new Translations(runtime, IntegrationCatalog.of(List.of())));
          return "registered";
        });
  }

  /** A hub on one directory for configuration and data, at noon of a Monday in Amsterdam. */
  public static BackupHub open(Path directory) throws Exception {
    return open(new HubDirectories(directory, directory));
  }

  public static BackupHub open(HubDirectories directories) throws Exception {
    return open(directories, PATIENT);
  }

  public static BackupHub open(HubDirectories directories, Map<String, String> settings)
      throws Exception {
    return open(directories, settings, Map.of());
  }

  /** The same with variables of the environment. */
  public static BackupHub open(
      HubDirectories directories, Map<String, String> settings, Map<String, String> environment)
      throws Exception {
    return new BackupHub(
        directories,
        new TestClock(Instant.parse("2024-11-11T11:00:00Z"), ZoneId.of("Europe/Amsterdam")),
        settings,
        environment);
  }

  /** A hub of another home, at another time. */
  public static BackupHub open(Path directory, Instant now, ZoneId home) throws Exception {
    return new BackupHub(
        new HubDirectories(directory, directory), new TestClock(now, home), PATIENT, Map.of());
  }

  /** The same, with the hub started and the events recorded from idle on. */
  public static BackupHub started(Path directory) throws Exception {
    return open(directory).start();
  }

  public BackupHub start() throws Exception {
    onContext(
        () -> {
          backups.started();
          backups.manager().events().subscribe(event -> events.add(event.json()));
          return "started";
        });
    return this;
  }

  public HubDirectories directories() {
    return directories;
  }

  public Vertx vertx() {
    return vertx;
  }

  public HubRuntime runtime() {
    return runtime;
  }

  public Storage storage() {
    return storage;
  }

  public Backups backups() {
    return backups;
  }

  public MemoryRoutes routes() {
    return routes;
  }

  public TestClock clock() {
    return clock;
  }

  public int restarts() {
    return restarts.get();
  }

  /** Lets time pass. */
  public void advance(Duration duration) throws Exception {
    onContext(
        () -> {
          clock.advance(duration);
          return "advanced";
        });
  }

  /** Adds a location in memory. */
  public MemoryAgent addAgent(String uniqueId) throws Exception {
    MemoryAgent agent = new MemoryAgent(vertx, uniqueId);
    addAgent(agent);
    return agent;
  }

  /** Adds a location that another hub may have had before. */
  public void addAgent(MemoryAgent agent) throws Exception {
    agent.runOn(vertx);
    onContext(
        () -> {
          appear(agent);
          return "added";
        });
  }

  /** Adds a location; on the hub's context. */
  public void appear(MemoryAgent agent) {
    agents.put(agent.agentId(), agent);
    List.copyOf(agentListeners).forEach(Runnable::run);
  }

  /** Adds what an integration does before and after backups. */
  public void addHooks(String owner, BackupHooks added) throws Exception {
    onContext(() -> hooks.add(new OfferedHooks(owner, added)));
  }

  /** Uses the locations of another hub as well. */
  public void shareAgents(BackupHub other) throws Exception {
    onContext(
        () -> {
          agents.putAll(other.agents);
          return "shared";
        });
  }

  /** Takes a location away. */
  public void removeAgent(MemoryAgent agent) throws Exception {
    onContext(
        () -> {
          agents.remove(agent.agentId());
          List.copyOf(agentListeners).forEach(Runnable::run);
          return "removed";
        });
  }

  /** Takes a location away for good: somebody has removed its config entry. */
  public void removeEntryOf(MemoryAgent agent) throws Exception {
    onContext(() -> removedAgents.add(agent.agentId()));
    removeAgent(agent);
  }

  /** The issues that are shown. */
  public Map<String, Issue> issues() throws Exception {
    return onContext(() -> Map.copyOf(issues));
  }

  /** All events since the start, the state at the start first. */
  public List<JsonObject> events() {
    return List.copyOf(events);
  }

  /** Events as {@code state/stage/progress/reason}, progress of uploads apart. */
  public List<String> steps() {
    return events.stream()
        .filter(event -> !event.containsKey("agent_id"))
        .map(BackupHub::step)
        .toList();
  }

  private static String step(JsonObject event) {
    StringBuilder text = new StringBuilder(event.getString("manager_state"));
    for (String key : List.of("stage", "state", "reason")) {
      if (event.getString(key) != null) {
        text.append('/').append(event.getString(key));
      }
    }
    return text.toString();
  }

  /** Waits until the manager is idle and all that has ended was told. */
  public void awaitIdle() throws Exception {
    Promise<String> idle = Promise.promise();
    onContext(
        () ->
            backups
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if (event.json().getString("manager_state").equals("idle")) {
                        idle.tryComplete("idle");
                      }
                    }));
    await(idle.future());
    onContext(() -> "settled");
  }

  /** Waits until something is so. */
  public void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "It did not come about within a minute. What is owed: "
                + call("homekeep/backup/deliveries"));
      }
      // Each turn goes through the hub's context, so that the hub gets on.
      onContext(() -> "a turn");
    }
  }

  /** Sends a command and gives the result's object. */
  public JsonObject call(String type, JsonObject fields) throws Exception {
    CommandResult result = send(type, fields, event -> {});
    return (JsonObject) result.json().orElseGet(JsonObject::new);
  }

  public JsonObject call(String type) throws Exception {
    return call(type, new JsonObject());
  }

  /** Sends a command and gives the error as {@code code: message}. */
  public String refused(String type, JsonObject fields) throws Exception {
    try {
      CommandResult result = send(type, fields, event -> {});
      throw new AssertionError("Not refused: " + result);
    } catch (WireException refused) {
      return refused.code() + ": " + refused.getMessage();
    }
  }

  /** What hears events of a call. */
  public interface EventListener {
    void event(JsonObject event);
  }

  /** Sends a command, after checking its shape as the websocket does. */
  public CommandResult send(String type, JsonObject fields, EventListener listener)
      throws Exception {
    Command command = command(type);
    try {
      command.fields().check(fields, "data");
    } catch (ShapeException wrong) {
      throw new WireException(WireException.INVALID_FORMAT, String.valueOf(wrong.getMessage()));
    }
    return async(() -> command.handler().handle(new Call(fields, listener)));
  }

  /** Sends a command that may be answered late; gives the answer to come. */
  public Future<CommandResult> begin(String type, JsonObject fields) throws Exception {
    Command command = command(type);
    return onContext(() -> command.handler().handle(new Call(fields, event -> {})));
  }

  /** Waits for the error that answers a command, as {@code code: message}. */
  public static String refusal(Future<CommandResult> answer) throws Exception {
    try {
      throw new AssertionError("Not refused: " + await(answer));
    } catch (WireException refused) {
      return refused.code() + ": " + refused.getMessage();
    }
  }

  /** Sends a command twice before either is answered; gives both answers. */
  public List<Future<CommandResult>> sendTwice(String type, JsonObject fields) throws Exception {
    Command command = command(type);
    List<Future<CommandResult>> answers =
        onContext(
            () ->
                List.of(
                    command.handler().handle(new Call(fields, event -> {})),
                    command.handler().handle(new Call(fields, event -> {}))));
    for (Future<CommandResult> answer : answers) {
      await(answer.otherwiseEmpty());
    }
    return answers;
  }

  /** Makes a backup and waits for its end; gives its id. */
  public String backup(JsonObject fields) throws Exception {
    String id = call("backup/generate", fields).getString("backup_job_id");
    awaitIdle();
    return id;
  }

  /** The key ring as clients see it. */
  public List<JsonObject> keys() throws Exception {
    return call("homekeep/backup/keys/list").getJsonArray("keys").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** Takes every key off the ring that is not in use. */
  public void forgetKeys() throws Exception {
    for (JsonObject key : keys()) {
      if (!key.getBoolean("active")) {
        call(
            "homekeep/backup/keys/forget",
            new JsonObject()
                .put("fingerprint", key.getString("fingerprint"))
                .put("even_though_backups_need_it", true));
      }
    }
  }

  public <T> T onContext(Callable<T> work) throws Exception {
    return async(
        () -> {
          try {
            return Future.succeededFuture(work.call());
          } catch (Exception failed) {
            return Future.failedFuture(failed);
          }
        });
  }

  /** Calls on the hub's context and waits for the answer. */
  public <T> T async(Callable<Future<T>> work) throws Exception {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            work.call().onComplete(promise);
          } catch (Exception | AssertionError failed) {
            promise.fail(failed);
          }
        });
    return await(promise.future());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** Stops as the hub does. */
  /** A command as it was declared. */
  public Command command(String type) {
    return commands.find(type).orElseThrow();
  }

  @Override
  public void close() {
    try {
      onContext(
          () -> {
            backups.stop();
            return "stopped";
          });
      async(storage::flush);
      async(runtime::close);
      await(vertx.close());
    } catch (Exception failed) {
      throw new AssertionError("The hub did not stop.", failed);
    }
  }

  /** Stops, and starts again on the same directories. */
  public BackupHub reopened() throws Exception {
    return reopened(() -> "nothing");
  }

  /** Does something between the stop and the start. */
  public BackupHub reopened(Callable<?> between) throws Exception {
    close();
    between.call();
    return new BackupHub(
        directories, new TestClock(clock.instant(), clock.getZone()), settings, environment);
  }

  /** The names in a directory, sorted; hidden ones, too. One that is not there has none. */
  public static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private final class Source implements AgentSource {
    @Override
    public List<BackupAgent> agents() {
      return List.copyOf(agents.values());
    }

    @Override
    public boolean isRemoved(String agentId) {
      return removedAgents.contains(agentId);
    }

    @Override
    public Cancellable onChange(Runnable listener) {
      agentListeners.add(listener);
      return () -> agentListeners.remove(listener);
    }
  }

  private final class Issues implements IssueReporter {
    @Override
    public void report(Issue issue) {
      issues.put(issue.issueId(), issue);
    }

    @Override
    public void resolve(String issueId) {
      issues.remove(issueId);
    }
  }

  private static final class Call implements CommandCall {
    private final JsonObject fields;
    private final EventListener listener;

    Call(JsonObject fields, EventListener listener) {
      this.fields = fields;
      this.listener = listener;
    }

    @Override
    public long id() {
      return 1;
    }

    @Override
    public JsonObject fields() {
      return fields;
    }

    @Override
    public Principal principal() {
      return ADMIN;
    }

    @Override
    public void sendEvent(Object event) {
      listener.event((JsonObject) event);
    }

    @Override
    public void sendEncoded(EncodedEvent event) {
      sendEvent(new JsonObject(event.text().orElseThrow()));
    }

    @Override
    public void subscribed(Cancellable subscription) {
      // These tests end with their hub.
    }
  }
}
