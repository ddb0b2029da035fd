package org.homekeep.api.flow;

import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.schema.Values;

/** What a step of a subentry's flow answers. */
public sealed interface SubentryStep extends StepResult
    permits StepResult.Common, SubentryStep.CreateSubentry, SubentryStep.UpdateSubentry {

  /**
   * Makes the subentry, reloads the entry and ends the flow. Only for the source user.
   *
   * @param subentry of the type that the flow was started for
   */
  record CreateSubentry(NewSubentry subentry) implements SubentryStep {}

  /** Changes the subentry, reloads the entry and ends the flow with the given abort reason. */
  record UpdateSubentry(String title, Values data, String reason) implements SubentryStep {}
}
