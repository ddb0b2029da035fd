package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the flow of every integration does whose first form is its only one: it tests what was
 * typed, says what is wrong with it, loses nothing of it, and makes no second entry for the same
 * thing (quality rules {@code config-flow}, {@code test-before-configure}, {@code
 * unique-config-entry}, {@code reauthentication-flow}, {@code reconfiguration-flow}).
 */
public abstract class ConfigFlowContract extends IntegrationContract {

  /** What does not work, each with the error that it shows. */
  protected abstract List<WrongInput> wrongInputs() throws Exception;

  /** What a person types to mend an entry; by default the same as to add one. */
  protected Values mendingInput(FlowSource source) throws Exception {
    return rightInput();
  }

  private CheckedFlow<FlowContext, ConfigStep> flow() throws Exception {
    return new CheckedFlow<>(hub(), Texts.of(integration()), "config", flows());
  }

  @Test
  void the_first_form_has_no_errors() throws Exception {
    assertThat(flow().start(adding()).errors()).isEmpty();
  }

  @Test
  void what_works_makes_an_entry_with_a_title() throws Exception {
    CheckedFlow<FlowContext, ConfigStep> flow = flow();

    StepResult end = flow.submit(adding(), flow.start(adding()).stepId(), rightInput());

    assertThat(end).isInstanceOf(ConfigStep.CreateEntry.class);
    ConfigStep.CreateEntry made = (ConfigStep.CreateEntry) end;

    assertThat(made.title()).isNotBlank();
    assertThat(made.uniqueId().filter(String::isEmpty)).isEmpty();
  }

  @Test
  void an_entry_holds_nothing_that_its_schema_does_not_describe() throws Exception {
    ConfigEntry entry = entry(rightInput());

    assertThat(FieldNames.of(integration().entrySchema())).containsAll(entry.data().names());
    assertThat(FieldNames.of(integration().optionsSchema())).containsAll(entry.options().names());
    assertThat(FieldNames.ofSecrets(integration().entrySchema()))
        .as("fields that are secrets in a form are secrets in an entry")
        .noneMatch(name -> entry.data().findText(name).isPresent());
  }

  @TestFactory
  Stream<DynamicTest> what_does_not_work_is_told_and_can_be_corrected() throws Exception {
    return wrongInputs().stream()
        .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> toldAndCorrected(wrong)));
  }

  private void toldAndCorrected(WrongInput wrong) throws Exception {
    assertThat(flow().correct(adding(), wrong, rightInput()))
        .isInstanceOf(ConfigStep.CreateEntry.class);
  }

  /** The hub itself sees to that for entries with a unique id. */
  @Test
  void the_same_thing_is_not_added_twice() throws Exception {
    ConfigEntry there = entry(rightInput());
    CheckedFlow<FlowContext, ConfigStep> flow = flow();
    String step = flow.start(adding(there)).stepId();

    StepResult answer = flow.submit(adding(there), step, rightInput());

    if (answer instanceof ConfigStep.CreateEntry again) {
      assertThat(again.uniqueId()).isPresent().isEqualTo(there.uniqueId());
    } else {
      assertThat(answer).isEqualTo(StepResult.Abort.because("already_configured"));
    }
  }

  @Test
  void two_flows_at_the_same_time_know_nothing_of_each_other() throws Exception {
    assertThat(flows().create()).isNotSameAs(flows().create());
  }

  @Test
  void new_credentials_mend_an_entry() throws Exception {
    if (flows().keys().steps().stream().anyMatch(step -> step.startsWith("reauth"))) {
      mends(FlowSource.REAUTH);
    }
  }

  @Test
  void an_entry_can_be_reconfigured() throws Exception {
    if (flows().keys().steps().contains("reconfigure")) {
      mends(FlowSource.RECONFIGURE);
    }
  }

  private void mends(FlowSource source) throws Exception {
    ConfigEntry entry = entry(rightInput());
    FlowContext context = new FlowContext(source, Optional.of(entry), List.of());
    CheckedFlow<FlowContext, ConfigStep> flow = flow();
    String step = flow.start(context).stepId();

    StepResult answer = flow.submit(context, step, mendingInput(source));

    assertThat(answer).isInstanceOf(ConfigStep.UpdateEntry.class);
    assertThat(((ConfigStep.UpdateEntry) answer).reason())
        .isEqualTo(source.wireName() + "_successful");
  }
}
