package org.homekeep.contract;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.Secret;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;

class FixtureOptionsTest extends OptionsFlowContract {
  private static final FormSchema SCHEMA =
      FormSchema.of(Field.Text.required("limit"), Field.Hidden.password("code"));

  private final FixtureIntegration fixture = new FixtureIntegration();

  FixtureOptionsTest() {
    fixture.optionsSchema = SCHEMA;
    fixture.optionsFlow =
        Optional.of(
            FlowFactory.of(
                new FlowKeys(Set.of("init"), Set.of("too_much"), Set.of()),
                () -> new ScriptedFlow.Options(FixtureOptionsTest::script)));
  }

  private static Future<OptionsStep> script(ScriptedFlow.Moment<OptionsContext> moment) {
    Values input = moment.input();
    if (moment.stepId().equals("start")) {
      return Future.succeededFuture(
          StepResult.ShowForm.of("init", SCHEMA.suggesting(moment.context().entry().options())));
    }
    return Future.succeededFuture(
        input.text("limit").equals("all")
            ? new StepResult.ShowForm(
                "init", SCHEMA.suggesting(input), Map.of("limit", "too_much"), Map.of())
            : new OptionsStep.SaveOptions(input));
  }

  private static Values options(String limit) {
    return Values.empty().with("limit", limit).with("code", Secret.of("1234"));
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
  protected Values rightOptions() {
    return options("10");
  }

  @Override
  protected List<WrongInput> wrongOptions() {
    return List.of(new WrongInput("too much", options("all"), "limit", "too_much"));
  }
}
