package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.entry.Subentry;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the flow of every kind of subentries does whose first form is its only one: it makes what
 * the schema describes, makes nothing twice, says what is wrong, and changes what is there.
 */
public abstract class SubentryFlowContract extends IntegrationContract {

  /** The kind of subentries that is tested. */
  protected abstract String type();

  /** What a person types to add one, so that it works. */
  protected abstract Values rightSubentry() throws Exception;

  /** What a person types to change one; by default the same. */
  protected Values changedSubentry() throws Exception {
    return rightSubentry();
  }

  /** What does not work, each with the error that it shows. */
  protected List<WrongInput> wrongSubentries() throws Exception {
    return List.of();
  }

  private SubentryType kind() {
    return Optional.ofNullable(integration().subentryTypes(hub()).get(type())).orElseThrow();
  }

  private CheckedFlow<SubentryContext, SubentryStep> flow() throws Exception {
    return new CheckedFlow<>(
        hub(), Texts.of(integration()), "config_subentries." + type(), kind().flow());
  }

  private SubentryContext addingTo(Subentry... there) throws Exception {
    ConfigEntry made = entry(rightInput());
    return new SubentryContext(
        FlowSource.USER,
        new ConfigEntry(
            made.entryId(),
            made.domain(),
            made.title(),
            made.version(),
            made.minorVersion(),
            made.uniqueId(),
            made.data(),
            made.options(),
            List.of(there)),
        Optional.empty());
  }

  private NewSubentry made() throws Exception {
    CheckedFlow<SubentryContext, SubentryStep> flow = flow();
    SubentryContext context = addingTo();
    StepResult end = flow.submit(context, flow.start(context).stepId(), rightSubentry());
    assertThat(end).isInstanceOf(SubentryStep.CreateSubentry.class);
    return ((SubentryStep.CreateSubentry) end).subentry();
  }

  private static Subentry stored(NewSubentry made) {
    return new Subentry("01CONTRACT", made.type(), made.title(), made.uniqueId(), made.data());
  }

  @Test
  void the_first_form_of_a_subentry_is_user_and_has_no_errors() throws Exception {
    StepResult.ShowForm form = flow().start(addingTo());

    assertThat(form.stepId()).isEqualTo("user");
    assertThat(form.errors()).isEmpty();
  }

  @Test
  void what_works_makes_a_subentry_of_the_type_with_a_title() throws Exception {
    NewSubentry made = made();

    assertThat(made.type()).isEqualTo(type());
    assertThat(made.title()).isNotBlank();
    assertThat(made.uniqueId().filter(String::isEmpty)).isEmpty();
  }

  @Test
  void a_subentry_holds_nothing_that_its_schema_does_not_describe() throws Exception {
    assertDescribed(made().data());
  }

  private void assertDescribed(Values data) {
    assertThat(FieldNames.of(kind().schema())).containsAll(data.names());
    assertThat(FieldNames.ofSecrets(kind().schema()))
        .as("fields that are secrets in the schema are secrets in a subentry")
        .noneMatch(name -> data.findText(name).isPresent());
  }

  /** The hub itself sees to that for subentries with a unique id. */
  @Test
  void the_same_subentry_is_not_added_twice() throws Exception {
    NewSubentry there = made();
    CheckedFlow<SubentryContext, SubentryStep> flow = flow();
    SubentryContext context = addingTo(stored(there));

    StepResult answer = flow.submit(context, flow.start(context).stepId(), rightSubentry());

    if (answer instanceof SubentryStep.CreateSubentry again) {
      assertThat(again.subentry().uniqueId()).isPresent().isEqualTo(there.uniqueId());
    } else {
      assertThat(answer).isEqualTo(StepResult.Abort.because("already_configured"));
    }
  }

  @Test
  void a_subentry_can_be_reconfigured() throws Exception {
    if (!kind().flow().keys().steps().contains("reconfigure")) {
      return;
    }
    Subentry there = stored(made());
    SubentryContext context =
        new SubentryContext(FlowSource.RECONFIGURE, addingTo(there).entry(), Optional.of(there));
    CheckedFlow<SubentryContext, SubentryStep> flow = flow();

    StepResult answer = flow.submit(context, flow.start(context).stepId(), changedSubentry());

    assertThat(answer).isInstanceOf(SubentryStep.UpdateSubentry.class);
    SubentryStep.UpdateSubentry update = (SubentryStep.UpdateSubentry) answer;
    assertThat(update.reason()).isEqualTo("reconfigure_successful");
    assertThat(update.title()).isNotBlank();
    assertDescribed(update.data());
  }

  @TestFactory
  Stream<DynamicTest> a_subentry_that_does_not_work_is_told_and_can_be_corrected()
      throws Exception {
    return wrongSubentries().stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.what(),
                    () ->
                        assertThat(flow().correct(addingTo(), wrong, rightSubentry()))
                            .isInstanceOf(SubentryStep.CreateSubentry.class)));
  }
}
