package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the options flow of every integration does that has one with a single form: it shows what is
 * set, says what is wrong, and saves nothing that the schema of the options does not describe.
 */
public abstract class OptionsFlowContract extends IntegrationContract {

  /** Options that work. */
  protected abstract Values rightOptions() throws Exception;

  /** What does not work, each with the error that it shows. */
  protected List<WrongInput> wrongOptions() throws Exception {
    return List.of();
  }

  private CheckedFlow<OptionsContext, OptionsStep> flow() throws Exception {
    return new CheckedFlow<>(
        hub(), Texts.of(integration()), "options", integration().optionsFlow(hub()).orElseThrow());
  }

  private OptionsContext context(Values options) throws Exception {
    ConfigEntry made = entry(rightInput());
    return new OptionsContext(
        new ConfigEntry(
            made.entryId(),
            made.domain(),
            made.title(),
            made.version(),
            made.minorVersion(),
            made.uniqueId(),
            made.data(),
            options));
  }

  @Test
  void the_first_step_is_init_and_has_no_errors() throws Exception {
    StepResult.ShowForm form = flow().start(context(Values.empty()));

    assertThat(form.stepId()).isEqualTo("init");
    assertThat(form.errors()).isEmpty();
  }

  @Test
  void the_form_shows_the_options_as_they_are() throws Exception {
    Values saved = saved(rightOptions());

    StepResult.ShowForm form = flow().start(context(saved));

    assertThat(form.schema().suggesting(saved)).isEqualTo(form.schema());
  }

  @Test
  void options_that_work_are_saved() throws Exception {
    Values saved = saved(rightOptions());

    assertThat(FieldNames.of(integration().optionsSchema())).containsAll(saved.names());
    assertThat(FieldNames.ofSecrets(integration().optionsSchema()))
        .as("fields that are secrets in the schema are secrets in the options")
        .noneMatch(name -> saved.findText(name).isPresent());
  }

  private Values saved(Values input) throws Exception {
    CheckedFlow<OptionsContext, OptionsStep> flow = flow();
    OptionsContext context = context(Values.empty());
    StepResult end = flow.submit(context, flow.start(context).stepId(), input);
    assertThat(end).isInstanceOf(OptionsStep.SaveOptions.class);
    return ((OptionsStep.SaveOptions) end).options();
  }

  @TestFactory
  Stream<DynamicTest> options_that_do_not_work_are_told_and_can_be_corrected() throws Exception {
    return wrongOptions().stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.what(),
                    () ->
                        assertThat(flow().correct(context(Values.empty()), wrong, rightOptions()))
                            .isInstanceOf(OptionsStep.SaveOptions.class)));
  }
}
