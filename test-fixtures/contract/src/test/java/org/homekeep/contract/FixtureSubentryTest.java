package org.homekeep.contract;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.Secret;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;

class FixtureSubentryTest extends SubentryFlowContract {
  private static final FormSchema SCHEMA =
      FormSchema.of(Field.Text.required("path"), Field.Hidden.password("code"));

  private final FixtureIntegration fixture = new FixtureIntegration();

  FixtureSubentryTest() {
    fixture.subentryTypes =
        Map.of(
            "folder",
            new SubentryType(
                SCHEMA,
                FlowFactory.of(
                    new FlowKeys(
                        Set.of("user", "reconfigure"),
                        Set.of("no_folder"),
                        Set.of("reconfigure_successful")),
                    () -> new ScriptedFlow.Subentry(FixtureSubentryTest::script))));
  }

  private static Future<SubentryStep> script(ScriptedFlow.Moment<SubentryContext> moment) {
    boolean mends = moment.context().source() == FlowSource.RECONFIGURE;
    String step = mends ? "reconfigure" : "user";
    if (moment.stepId().equals("start")) {
      return Future.succeededFuture(StepResult.ShowForm.of(step, SCHEMA));
    }
    Values input = moment.input();
    String path = input.text("path");
    if (path.equals("nowhere")) {
      return Future.succeededFuture(
          new StepResult.ShowForm(
              step, SCHEMA.suggesting(input), Map.of("path", "no_folder"), Map.of()));
    }
    return Future.succeededFuture(
        mends
            ? new SubentryStep.UpdateSubentry(path, input, "reconfigure_successful")
            : new SubentryStep.CreateSubentry(
                new NewSubentry("folder", path, Optional.of(path), input)));
  }

  private static Values folder(String path) {
    return Values.empty().with("path", path).with("code", Secret.of("1234"));
  }

  @Override
  protected Integration integration() {
    return fixture;
  }

  @Override
  protected Values rightInput() {
    return FixtureFlowTest.input("good");
  }

  @Override
  protected String type() {
    return "folder";
  }

  @Override
  protected Values rightSubentry() {
    return folder("/photos");
  }

  @Override
  protected List<WrongInput> wrongSubentries() {
    return List.of(new WrongInput("no folder", folder("nowhere"), "path", "no_folder"));
  }
}
