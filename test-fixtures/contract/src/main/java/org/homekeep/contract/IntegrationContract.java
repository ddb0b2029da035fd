package org.homekeep.contract;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Integration;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts have in common: an integration, a hub for it, and entries of it. */
public abstract class IntegrationContract {
  private Optional<Vertx> vertx = Optional.empty();
  private Optional<TestIntegrationContext> hub = Optional.empty();

  /** The integration that is tested; the same object whenever it is asked for. */
  protected abstract Integration integration();

  /** What a person types to add the integration, so that it works. */
  protected abstract Values rightInput() throws Exception;

  /** Starts what the integration talks to, and makes settings; called before each test. */
  protected void startService() throws Exception {}

  /** Stops it; called after each test. */
  protected void stopService() throws Exception {}

  @BeforeEach
  final void startHub() throws Exception {
    Vertx started = Vertx.vertx();
    vertx = Optional.of(started);
    hub = Optional.of(new TestIntegrationContext(started));
    startService();
  }

  @AfterEach
  final void stopHub() throws Exception {
    stopService();
    vertx.ifPresent(started -> started.close().await());
  }

  /** The hub as the integration sees it. */
  protected final TestIntegrationContext hub() {
    return hub.orElseThrow(() -> new IllegalStateException("The test has not begun."));
  }

  /** How a flow of the integration is started. */
  protected final FlowFactory<ConfigFlow> flows() {
    return integration().configFlow(hub()).orElseThrow();
  }

  /** What a flow knows that makes a new entry, beside the given ones. */
  protected static FlowContext adding(ConfigEntry... others) {
    return new FlowContext(FlowSource.USER, Optional.empty(), List.of(others));
  }

  /** The entry that comes of what a person typed. */
  protected final ConfigEntry entry(Values input) throws Exception {
    ConfigFlow flow = flows().create();
    String step = form(hub().await(() -> flow.start(adding()))).stepId();
    return entry(created(hub().await(() -> flow.submit(adding(), step, input))));
  }

  /** The entry that a flow made. */
  protected final ConfigEntry entry(ConfigStep.CreateEntry made) {
    return new ConfigEntry(
        "01CONTRACT",
        integration().domain(),
        made.title(),
        integration().entryVersion().major(),
        integration().entryVersion().minor(),
        made.uniqueId(),
        made.data(),
        made.options());
  }

  /** Makes an entry work. */
  protected final LoadedEntry setUp(ConfigEntry entry) throws Exception {
    return hub().await(() -> integration().setUp(entry, hub()));
  }

  static StepResult.ShowForm form(ConfigStep step) {
    ConfigStep plain = step instanceof ConfigStep.About about ? about.step() : step;
    if (plain instanceof StepResult.ShowForm form) {
      return form;
    }
    throw new AssertionError("A form was expected, and this came: " + plain);
  }

  static ConfigStep.CreateEntry created(ConfigStep step) {
    ConfigStep plain = step instanceof ConfigStep.About about ? about.step() : step;
    if (plain instanceof ConfigStep.CreateEntry made) {
      return made;
    }
    throw new AssertionError("An entry was expected, and this came: " + plain);
  }
}
