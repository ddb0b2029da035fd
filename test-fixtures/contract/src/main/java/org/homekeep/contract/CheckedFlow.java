package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.DataEntryFlow;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.schema.Values;

/**
 * A running flow, whose every answer is compared with the keys that were declared and with the
 * texts.
 *
 * @param <C> what the flow knows
 * @param <S> what its steps answer
 */
final class CheckedFlow<C, S extends StepResult> {
  private final TestIntegrationContext hub;
  private final Texts texts;
  private final String path;
  private final FlowKeys keys;
  private final DataEntryFlow<C, S> flow;

  /**
   * Makes a flow.
   *
   * @param path where its texts stand, such as {@code options}
   */
  CheckedFlow(
      TestIntegrationContext hub,
      Texts texts,
      String path,
      FlowFactory<? extends DataEntryFlow<C, S>> factory) {
    this.hub = hub;
    this.texts = texts;
    this.path = path;
    this.keys = factory.keys();
    this.flow = factory.create();
  }

  /** The first form. */
  StepResult.ShowForm start(C context) throws Exception {
    return form(answer(() -> hub.start(() -> flow.start(context))));
  }

  /** What a submission leads to. */
  StepResult submit(C context, String stepId, Values input) throws Exception {
    return answer(() -> hub.start(() -> flow.submit(context, stepId, input)));
  }

  private StepResult answer(Supplier<Future<S>> step) throws Exception {
    S answer = hub.await(step.get());
    StepResult plain = answer instanceof ConfigStep.About about ? about.step() : answer;
    check(plain);
    return plain;
  }

  private void check(StepResult step) {
    if (step instanceof StepResult.ShowForm form) {
      assertThat(keys.steps()).as("declared steps").contains(form.stepId());
      assertThat(keys.errors()).as("declared errors").containsAll(form.errors().values());
      assertThat(form.errors().keySet())
          .as("fields with an error")
          .allMatch(field -> field.equals("base") || form.schema().find(field).isPresent());
      texts.assertLabels(path + ".step." + form.stepId(), form.schema());
    } else if (step instanceof StepResult.Abort abort) {
      assertThat(keys.aborts()).as("declared aborts").contains(abort.reason());
    } else if (step instanceof ConfigStep.UpdateEntry update) {
      assertThat(keys.aborts()).as("declared aborts").contains(update.reason());
    } else if (step instanceof SubentryStep.UpdateSubentry update) {
      assertThat(keys.aborts()).as("declared aborts").contains(update.reason());
    }
  }

  /** Types what does not work, reads the error, and types what works. */
  StepResult correct(C context, WrongInput wrong, Values right) throws Exception {
    String step = start(context).stepId();
    StepResult.ShowForm refused = form(submit(context, step, wrong.input()));
    assertThat(refused.stepId()).isEqualTo(step);
    assertThat(refused.errors()).containsEntry(wrong.field(), wrong.error());
    assertThat(refused.schema().suggesting(wrong.input()))
        .as("what was typed is still there")
        .isEqualTo(refused.schema());
    return submit(context, step, right);
  }

  private static StepResult.ShowForm form(StepResult step) {
    assertThat(step).isInstanceOf(StepResult.ShowForm.class);
    return (StepResult.ShowForm) step;
  }
}
