package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.checks.Patience;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureAgent.Call;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A location whose code does what no location may: it harms itself, and no other. */
class MisbehavingAgentTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");
  private static final String LOCATION = "fixture.memory";

  private final FixtureIntegration fixture = new FixtureIntegration();
  private TestHub hub;
  private HubSession ada;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject info() {
    return hub.ask(ada, "backup/info");
  }

  private List<String> agents() {
    return hub.ask(ada, "backup/agents/info").getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("agent_id"))
        .toList();
  }

  private String state() {
    return ada.entries("fixture").get(0).getString("state");
  }

  private static AgentBackup backup(String id) {
    return backup(id, "Name", "2026-08-01T12:00:00+00:00", Map.of(), 5);
  }

  private static AgentBackup backup(
      String id, String name, String date, Map<String, Object> extra, long size) {
    return new AgentBackup(
        id, name, date, List.of(), List.of(), true, false, Optional.empty(), extra, false, size);
  }

  /** A failure of a class of the integration's own, which throws when it is asked for its text. */
  private static final class Unspeakable extends Error {
    @Override
    public String getMessage() {
      throw new IllegalStateException("told to");
    }

    @Override
    public String toString() {
      throw new StackOverflowError();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> Future<?> throwing(Throwable any) throws E {
    throw (E) any;
  }

  private static Supplier<Future<?>> thrown(Throwable any) {
    return () -> MisbehavingAgentTest.<RuntimeException>throwing(any);
  }

  private static Supplier<Future<?>> answered(Object answer) {
    return () -> Future.succeededFuture(answer);
  }

  private static List<AgentBackup> listThatThrows() {
    return new AbstractList<>() {
      @Override
      public AgentBackup get(int index) {
        throw new AssertionError("told to");
      }

      @Override
      public int size() {
        return 3;
      }
    };
  }

  static Stream<Arguments> noAnswers() {
    return Stream.of(
        Arguments.of("throws an error", thrown(new AssertionError("told to"))),
        Arguments.of("overflows its stack", thrown(new StackOverflowError())),
        Arguments.of("throws a checked exception", thrown(new java.io.IOException("told to"))),
        Arguments.of("throws what cannot be shown", thrown(new Unspeakable())),
        Arguments.of(
            "fails with what cannot be shown",
            (Supplier<Future<?>>) () -> Future.failedFuture(new Unspeakable())),
        Arguments.of("returns no future", (Supplier<Future<?>>) () -> null),
        Arguments.of("answers with nothing", answered(null)),
        Arguments.of("answers with a text", answered("backups")),
        Arguments.of("answers with a list that throws", answered(listThatThrows())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noAnswers")
  void a_listing_that_is_none_is_an_error_of_that_location(
      String what, Supplier<Future<?>> listing) {
    ada.add("fixture", FORM);
    fixture.agent.instead = Map.of(Call.LIST, listing);

    JsonObject errors = info().getJsonObject("agent_errors");

    assertThat(errors.fieldNames()).containsExactly(LOCATION);
    assertThat(errors.getString(LOCATION)).endsWith(".").doesNotContain("Exception", "java.");
  }

  static Stream<Arguments> oddBackups() {
    return Stream.of(
        Arguments.of("nothing at all", null),
        Arguments.of("a text", "backup"),
        Arguments.of("no id", backup(null)),
        Arguments.of("an id that is a path", backup("../../x")),
        Arguments.of("an endless id", backup("x".repeat(100_000))),
        Arguments.of("no name", backup("0000000b", null, "2026-08-01", Map.of(), 5)),
        Arguments.of("no date", backup("0000000b", "Name", null, Map.of(), 5)),
        Arguments.of("a size below zero", backup("0000000b", "Name", "2026", Map.of(), -1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddBackups")
  void a_backup_that_cannot_be_understood_is_left_out_and_the_others_are_shown(
      String what, Object odd) {
    ada.add("fixture", FORM);
    fixture.agent.instead =
        Map.of(Call.LIST, answered(Arrays.asList(backup("0000000a"), odd, backup("0000000c"))));

    assertThat(info().getJsonArray("backups").stream().map(JsonObject.class::cast).toList())
        .extracting(backup -> backup.getString("backup_id"))
        .containsExactly("0000000a", "0000000c");
  }

  @Test
  void metadata_that_has_no_form_on_the_wire_is_left_out_of_the_backup() {
    ada.add("fixture", FORM);
    AgentBackup odd =
        backup("0000000a", "Name", "2026-08-01", Map.of("what", new Object(), "good", "yes"), 5);
    fixture.agent.instead = Map.of(Call.LIST, answered(List.of(odd)));

    JsonObject shown = info().getJsonArray("backups").getJsonObject(0);

    assertThat(shown.getJsonObject("extra_metadata"))
        .isEqualTo(new JsonObject().put("good", "yes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noAnswers")
  void a_backup_that_is_asked_for_and_a_deletion_are_an_error_of_that_location_alone(
      String what, Supplier<Future<?>> answer) {
    ada.add("fixture", FORM);
    fixture.agent.instead = Map.of(Call.GET, answer, Call.DELETE, answer);
    JsonObject id = new JsonObject().put("backup_id", "0000000a");

    assertThat(hub.ask(ada, "backup/details", id).getJsonObject("agent_errors").fieldNames())
        .isSubsetOf(LOCATION);
    assertThat(hub.ask(ada, "backup/delete", id).getJsonObject("agent_errors").fieldNames())
        .isSubsetOf(LOCATION);
  }

  @Test
  void a_location_that_describes_another_backup_than_the_one_asked_for_is_not_believed() {
    ada.add("fixture", FORM);
    fixture.agent.instead = Map.of(Call.GET, answered(backup("ffffffff")));

    JsonObject details =
        hub.ask(ada, "backup/details", new JsonObject().put("backup_id", "0000000a"));

    assertThat(details.getValue("backup")).isNull();
    assertThat(details.getJsonObject("agent_errors").fieldNames()).containsExactly(LOCATION);
  }

  @Test
  void a_location_that_blocks_holds_up_nobody_else() throws Exception {
    ada.add("fixture", FORM);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    fixture.agent.on(
        Call.LIST,
        call -> {
          reached.countDown();
          await(open);
          return Future.succeededFuture();
        });
    CompletableFuture<JsonObject> listing = CompletableFuture.supplyAsync(this::info);
    await(reached);

    assertThat(agents()).containsExactly("backup.local", LOCATION);

    open.countDown();
    assertThat(listing.get(60, TimeUnit.SECONDS).fieldNames()).contains("backups");
  }

  @Test
  void no_code_of_a_location_runs_on_the_event_loop() {
    ada.add("fixture", FORM);
    // Others may ask as well meanwhile.
    List<Boolean> seen = new CopyOnWriteArrayList<>();
    fixture.agent.on(
        Call.LIST,
        call -> {
          seen.add(Context.isOnEventLoopThread());
          return fixture
              .context
              .orElseThrow()
              .blocking(() -> true)
              .compose(
                  done -> {
                    seen.add(Context.isOnEventLoopThread());
                    return Future.succeededFuture();
                  });
        });

    info();

    assertThat(seen).hasSizeGreaterThanOrEqualTo(2).containsOnly(false);
  }

  @Test
  void a_listing_that_completes_on_a_thread_of_its_own_is_a_listing() {
    ada.add("fixture", FORM);
    fixture.agent.instead =
        Map.of(
            Call.LIST,
            () -> {
              Promise<List<AgentBackup>> promise = Promise.promise();
              new Thread(() -> promise.complete(List.of(backup("0000000a")))).start();
              return promise.future();
            });

    assertThat(info().getJsonArray("backups")).hasSize(1);
  }

  @Test
  void a_location_is_asked_once_who_it_is() {
    ada.add("fixture", FORM);
    fixture.agent.id = () -> fail();
    fixture.agent.title = () -> fail();

    assertThat(agents()).containsExactly("backup.local", LOCATION);
  }

  static Stream<Arguments> noIds() {
    return Stream.of(
        Arguments.of("throws", (Supplier<String>) () -> fail()),
        Arguments.of("nothing", (Supplier<String>) () -> null),
        Arguments.of("a blank", (Supplier<String>) () -> " "),
        Arguments.of("endless", (Supplier<String>) () -> "x".repeat(1 << 20)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noIds")
  void a_location_that_does_not_say_who_it_is_is_an_error_of_its_entry(
      String what, Supplier<String> id) {
    fixture.agent.id = id;

    ada.add("fixture", FORM);

    assertThat(state()).isEqualTo("setup_error");
    Patience.until(() -> assertThat(fixture.unloads).hasValue(1));
    assertThat(agents()).containsExactly("backup.local");
    assertThat(ada.startFlow("fixture").getString("type")).isEqualTo("form");
  }

  @Test
  void a_set_up_that_throws_what_cannot_be_shown_is_an_error_of_its_entry() {
    fixture.onSetUp = Behaviours.throwing(new Unspeakable());

    ada.add("fixture", FORM);

    assertThat(state()).isEqualTo("setup_error");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static String fail() {
    throw new AssertionError("told to");
  }
}
