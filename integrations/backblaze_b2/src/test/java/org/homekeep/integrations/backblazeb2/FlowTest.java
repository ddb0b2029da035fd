package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;

/** The forms of the integration, filled in. */
abstract class FlowTest extends EmulatorTest {
  static final FlowContext NEW = new FlowContext(FlowSource.USER, Optional.empty(), List.of());

  ConfigFlow flow() {
    return integration.configFlow(hub).orElseThrow().create();
  }

  StepResult submit(ConfigFlow flow, FlowContext context, String step, Values input)
      throws Exception {
    return hub.await(() -> flow.submit(context, step, input));
  }

  StepResult submit(ConfigFlow flow, Values input) throws Exception {
    return submit(flow, NEW, "user", input);
  }

  static StepResult.ShowForm form(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.ShowForm.class);
    return (StepResult.ShowForm) result;
  }

  static Values keyInput(String keyId, String applicationKey) {
    return Values.empty()
        .with("key_id", Secret.of(keyId))
        .with("application_key", Secret.of(applicationKey));
  }
}
