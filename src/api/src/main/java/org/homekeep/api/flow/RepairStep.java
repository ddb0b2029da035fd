package org.homekeep.api.flow;

/** What a step of a flow that mends an issue answers. */
public sealed interface RepairStep extends StepResult
    permits StepResult.Common, RepairStep.Resolved {

  /** The cause is mended: takes the issue away and ends the flow. */
  record Resolved() implements RepairStep {}
}
