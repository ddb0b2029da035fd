package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureAgent.Call;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Gate;
import org.homekeep.fixture.Unserialisable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture in a real hub, seen from outside. */
class FixtureIntegrationTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

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

  private String state() {
    return ada.entries("fixture").get(0).getString("state");
  }

  @Test
  void it_works_when_it_is_told_nothing() {
    ada.add("fixture", FORM);

    assertThat(state()).isEqualTo("loaded");
    assertThat(agentErrors()).isEmpty();
  }

  @Test
  void a_set_up_that_fails_is_tried_again() {
    fixture.onSetUp = Behaviours.failing(new ConfigEntryNotReady("The service sleeps."));

    ada.add("fixture", FORM);

    assertThat(state()).isEqualTo("setup_retry");
  }

  @Test
  void a_set_up_that_lacks_a_class_is_an_error() {
    fixture.onSetUp = Behaviours.throwing(new NoClassDefFoundError("org/example/Missing"));

    ada.add("fixture", FORM);

    assertThat(state()).isEqualTo("setup_error");
  }

  @Test
  void a_slow_set_up_is_in_progress_until_the_gate_opens() {
    Gate gate = new Gate();
    fixture.onSetUp = Behaviours.slowly(gate, Behaviours.answering(fixture.loaded()));
    String flow = ada.startFlow("fixture").getString("flow_id");
    Thread adding = new Thread(() -> ada.submit(flow, FORM));
    adding.start();
    TestHub.await(gate.reached());

    assertThat(state()).isEqualTo("setup_in_progress");

    gate.open();
    join(adding);
    assertThat(state()).isEqualTo("loaded");
  }

  @Test
  void diagnostics_that_cannot_be_written_are_a_500() {
    String entry = ada.add("fixture", FORM).getJsonObject("result").getString("entry_id");
    fixture.onDiagnostics = Behaviours.answering(Unserialisable.json());

    assertThat(ada.http().get("/api/diagnostics/config_entry/" + entry).status()).isEqualTo(500);
  }

  @Test
  void a_location_that_throws_is_the_only_one_that_fails() {
    ada.add("fixture", FORM);
    fixture.agent.on(Call.LIST, Behaviours.throwing(new IllegalStateException("told to")));

    assertThat(agentErrors().fieldNames()).containsExactly("fixture.memory");
  }

  private JsonObject agentErrors() {
    return hub.ask(ada, "backup/info").getJsonObject("agent_errors");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
