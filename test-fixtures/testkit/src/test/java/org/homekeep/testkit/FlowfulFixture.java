package org.homekeep.testkit;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;

/** The fixture with options and with subentries of the kind {@code folder}, each with one field. */
final class FlowfulFixture {
  private static final FormSchema PATH = FormSchema.of(Field.Text.required("path"));

  private FlowfulFixture() {}

  static FixtureIntegration make() {
    FixtureIntegration fixture = new FixtureIntegration();
    FlowKeys init = new FlowKeys(Set.of("init"), Set.of(), Set.of());
    fixture.optionsSchema = PATH;
    fixture.optionsFlow =
        Optional.of(
            FlowFactory.of(
                init,
                () ->
                    new ScriptedFlow.Options(
                        moment ->
                            Future.succeededFuture(
                                moment.stepId().equals("start")
                                    ? StepResult.ShowForm.of("init", PATH)
                                    : new OptionsStep.SaveOptions(moment.input())))));
    fixture.subentryTypes =
        Map.of(
            "folder",
            new SubentryType(
                PATH,
                FlowFactory.of(
                    new FlowKeys(Set.of("user"), Set.of(), Set.of()),
                    () ->
                        new ScriptedFlow.Subentry(
                            moment ->
                                Future.succeededFuture(
                                    moment.stepId().equals("start")
                                        ? StepResult.ShowForm.of("user", PATH)
                                        : new SubentryStep.CreateSubentry(
                                            new NewSubentry(
                                                "folder",
                                                moment.input().text("path"),
                                                Optional.of(moment.input().text("path")),
                                                moment.input())))))));
    return fixture;
  }
}
