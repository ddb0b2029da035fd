package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupHookException;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Gate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An integration that does something before and after backups (backup.md §1.5), on the wire. */
class BackupHooksWireTest {
  private static final JsonObject FORM = new JsonObject().put("host", "Lights").put("token", "t");
  private static final JsonObject CREATE =
      new JsonObject().put("domain", "backup").put("service", "create");

  private final FixtureIntegration fixture = new FixtureIntegration();
  private final Scripted hooks = new Scripted();
  private final Vertx vertx = WatchedVertx.create();
  private Path backups;
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  /** Hooks that write down their calls, and do what they are told. */
  private static final class Scripted implements BackupHooks {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Function<String, Future<Void>> before = call -> Future.succeededFuture();
    private volatile Function<String, Future<Void>> after = call -> Future.succeededFuture();

    @Override
    public Future<Void> beforeBackup() {
      calls.add("before");
      return before.apply("before");
    }

    @Override
    public Future<Void> afterBackup() {
      calls.add("after");
      return after.apply("after");
    }
  }

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) throws Exception {
    Files.writeString(data.resolve("configuration.yaml"), "x: 1");
    backups = config.resolve("backups");
    fixture.hooks = Optional.of(hooks);
    hub = TestHub.start(config, data, Map.of("backup.hook_timeout", "PT5S"), fixture);
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  /** What the action that makes a backup is answered with when that fails. */
  private String refused() {
    JsonObject error = socket.ask("call_service", CREATE).getJsonObject("error");
    return error.getString("code") + ": " + error.getString("message");
  }

  private List<String> archives() throws Exception {
    if (!Files.exists(backups)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(backups)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void they_are_called_off_the_event_loop_around_every_backup() throws Exception {
    List<Boolean> onLoop = new CopyOnWriteArrayList<>();
    hooks.before =
        call -> {
          onLoop.add(Context.isOnEventLoopThread());
          return fixture.context.orElseThrow().blocking(() -> onLoop.add(false)).mapEmpty();
        };
    ada.add("fixture", FORM);

    socket.call("call_service", CREATE);

    assertThat(hooks.calls).containsExactly("before", "after");
    assertThat(onLoop).containsExactly(false, false);
    assertThat(archives()).hasSize(1);
  }

  @Test
  void an_entry_that_is_not_loaded_is_not_called() {
    ada.add("fixture", FORM);
    ada.remove(ada.entries("fixture").get(0).getString("entry_id"));

    socket.call("call_service", CREATE);

    assertThat(hooks.calls).isEmpty();
  }

  @Test
  void a_failure_before_a_backup_is_told_and_no_archive_stays() throws Exception {
    hooks.before = Behaviours.failing(new BackupHookException("Database migration in progress"));
    ada.add("fixture", FORM);

    assertThat(refused())
        .isEqualTo("home_assistant_error: Error during pre-backup: Database migration in progress");
    assertThat(hooks.calls).containsExactly("before", "after");
    assertThat(archives()).isEmpty();
  }

  @Test
  void a_failure_after_a_backup_is_told_and_no_archive_stays() throws Exception {
    hooks.after = Behaviours.failing(new BackupHookException("It does not wake up."));
    ada.add("fixture", FORM);

    assertThat(refused())
        .isEqualTo("home_assistant_error: Error during post-backup: It does not wake up.");
    assertThat(archives()).isEmpty();
  }

  @Test
  void two_failures_are_told_together() {
    hooks.before = Behaviours.failing(new BackupHookException("One"));
    hooks.after = Behaviours.failing(new BackupHookException("Two"));
    ada.add("fixture", FORM);

    assertThat(refused())
        .isEqualTo(
            "home_assistant_error: Multiple errors when creating backup: Error during pre-backup:"
                + " One, Error during post-backup: Two");
  }

  static Stream<Arguments> misbehaviours() {
    return Stream.of(
        Arguments.of("throws an error", Behaviours.throwing(new AssertionError("told to"))),
        Arguments.of("overflows its stack", Behaviours.throwing(new StackOverflowError())),
        Arguments.of("fails with nothing said", Behaviours.failing(new RuntimeException())),
        Arguments.of("returns no future", (Function<String, Future<Void>>) call -> null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misbehaviours")
  void code_that_does_what_it_may_not_fails_that_backup_alone(
      String what, Function<String, Future<Void>> behaviour) {
    hooks.before = behaviour;
    ada.add("fixture", FORM);

    assertThat(refused())
        .isEqualTo(
            "home_assistant_error: Error during pre-backup: Lights has a fault, which is in the"
                + " log. Tell whoever made it, and disable it to make backups without it.");
    assertThat(hooks.calls).containsExactly("before", "after");
    hooks.before = Behaviours.answering(null);
    socket.call("call_service", CREATE);
  }

  @Test
  void one_that_hangs_does_not_hold_up_the_backup_for_ever() {
    hooks.before = Behaviours.hanging();
    ada.add("fixture", FORM);

    assertThat(refused())
        .isEqualTo(
            "home_assistant_error: Error during pre-backup: Lights did not finish within 5 seconds"
                + " what it does before a backup. If that happens again, tell whoever made it, and"
                + " disable it to make backups without it.");
    assertThat(hooks.calls).containsExactly("before", "after");
    assertThat(socket.call("backup/info").getString("state")).isEqualTo("idle");
  }

  @Test
  void one_whose_entry_is_unloaded_in_between_is_told_to_go_on() {
    Gate gate = new Gate();
    hooks.before = Behaviours.slowly(gate, Behaviours.answering(null));
    ada.add("fixture", FORM);
    String entryId = ada.entries("fixture").get(0).getString("entry_id");
    socket.call(
        "backup/generate",
        new JsonObject().put("agent_ids", new io.vertx.core.json.JsonArray().add("backup.local")));
    TestHub.await(gate.reached());

    ada.remove(entryId);
    assertThat(fixture.unloads).hasValue(1);
    gate.open();

    int events = socket.send("backup/subscribe_events", new JsonObject());
    socket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    assertThat(hooks.calls).containsExactly("before", "after");
  }

  @Test
  @SuppressWarnings("unchecked")
  void what_is_offered_in_place_of_hooks_is_an_error_of_the_entry() {
    fixture.onSetUp =
        entry ->
            Future.succeededFuture(
                new LoadedEntry() {
                  @Override
                  public Optional<BackupHooks> backupHooks() {
                    return (Optional<BackupHooks>) (Optional<?>) Optional.of("hooks");
                  }

                  @Override
                  public Future<Void> unload() {
                    return Future.succeededFuture();
                  }
                });

    ada.add("fixture", FORM);

    assertThat(ada.entries("fixture").get(0).getString("state")).isEqualTo("setup_error");
    socket.call("call_service", CREATE);
  }

  @Test
  void hooks_with_one_of_the_two_alone_do_not_compile(@TempDir Path sources) throws Exception {
    for (String one : List.of("beforeBackup", "afterBackup")) {
      Path half =
          Files.writeString(
              sources.resolve("Half.java"),
              """
              final class Half implements org.homekeep.api.backup.BackupHooks {
                public io.vertx.core.Future<Void> %s() {
                  return io.vertx.core.Future.succeededFuture();
                }
              }
              """
                  .formatted(one));
      assertThatThrownBy(
              () -> CompiledSources.compile(List.of(half), CompiledSources.apiClassPath(), sources))
          .hasMessageContaining("Half is not abstract and does not override abstract method");
    }
  }

  @Test
  void what_only_a_supervisor_may_call_is_unknown() {
    for (String command : List.of("backup/start", "backup/end")) {
      assertThat(socket.ask(command, new JsonObject()).getJsonObject("error"))
          .isEqualTo(
              new JsonObject().put("code", "unknown_command").put("message", "Unknown command."));
    }
  }
}
