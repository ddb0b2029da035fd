package org.homekeep.contract;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;

class FixtureRepairTest extends RepairFlowContract {
  private static final FormSchema SCHEMA = FormSchema.of(Field.Text.required("cap"));

  private final FixtureIntegration fixture = new FixtureIntegration();

  FixtureRepairTest() {
    fixture.repairFlows =
        Map.of(
            "cap_reached",
            FlowFactory.of(
                new FlowKeys(Set.of("init"), Set.of("too_low"), Set.of()),
                () -> new ScriptedFlow.Repair(FixtureRepairTest::script)));
  }

  private static Future<RepairStep> script(ScriptedFlow.Moment<RepairContext> moment) {
    Values input = moment.input();
    if (moment.stepId().equals("start")) {
      return Future.succeededFuture(StepResult.ShowForm.of("init", SCHEMA));
    }
    return Future.succeededFuture(
        input.text("cap").equals("0")
            ? new StepResult.ShowForm(
                "init", SCHEMA.suggesting(input), Map.of("cap", "too_low"), Map.of())
            : new RepairStep.Resolved());
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
  protected Issue issue() {
    return new Issue(
        "cap_reached",
        Severity.ERROR,
        true,
        false,
        "cap_reached",
        Map.of("bucket", "b"),
        Optional.empty());
  }

  @Override
  protected Values rightMending() {
    return Values.empty().with("cap", "10");
  }

  @Override
  protected List<WrongInput> wrongMendings() {
    return List.of(
        new WrongInput("no cap at all", Values.empty().with("cap", "0"), "cap", "too_low"));
  }
}
