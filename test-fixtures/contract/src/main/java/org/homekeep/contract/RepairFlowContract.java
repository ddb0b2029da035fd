package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.RepairFlow;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every flow does that mends an issue with a single form: it begins with {@code init}, says
 * what is wrong, and ends with the issue mended.
 */
public abstract class RepairFlowContract extends IntegrationContract {

  /** The issue, as the integration reports it. */
  protected abstract Issue issue() throws Exception;

  /** What a person types to mend it, so that it works. */
  protected abstract Values rightMending() throws Exception;

  /** What is reported with the issue. */
  protected Map<String, String> issueData() throws Exception {
    return Map.of();
  }

  /** What does not work, each with the error that it shows. */
  protected List<WrongInput> wrongMendings() throws Exception {
    return List.of();
  }

  private CheckedFlow<RepairContext, RepairStep> flow() throws Exception {
    String key = issue().translationKey();
    FlowFactory<RepairFlow> factory =
        Optional.ofNullable(integration().repairFlows(hub()).get(key))
            .orElseThrow(() -> new AssertionError("No flow mends the issue " + key + "."));
    return new CheckedFlow<>(
        hub(), Texts.of(integration()), "issues." + key + ".fix_flow", factory);
  }

  private RepairContext context() throws Exception {
    return new RepairContext(issue(), issueData());
  }

  @Test
  void the_issue_is_reported_as_one_that_can_be_mended_here() throws Exception {
    assertThat(issue().fixable()).isTrue();
  }

  @Test
  void the_first_step_of_mending_is_init_and_has_no_errors() throws Exception {
    StepResult.ShowForm form = flow().start(context());

    assertThat(form.stepId()).isEqualTo("init");
    assertThat(form.errors()).isEmpty();
  }

  @Test
  void what_works_mends_the_issue() throws Exception {
    CheckedFlow<RepairContext, RepairStep> flow = flow();

    StepResult end = flow.submit(context(), flow.start(context()).stepId(), rightMending());

    assertThat(end).isInstanceOf(RepairStep.Resolved.class);
  }

  @TestFactory
  Stream<DynamicTest> what_does_not_mend_it_is_told_and_can_be_corrected() throws Exception {
    return wrongMendings().stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.what(),
                    () ->
                        assertThat(flow().correct(context(), wrong, rightMending()))
                            .isInstanceOf(RepairStep.Resolved.class)));
  }
}
