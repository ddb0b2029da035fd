package org.homekeep.api.flow;

import org.homekeep.api.schema.Values;

/** What a step of an options flow answers. */
public sealed interface OptionsStep extends StepResult
    permits StepResult.Common, OptionsStep.SaveOptions {

  /** Replaces the options, reloads the entry when they have changed, and ends the flow. */
  record SaveOptions(Values options) implements OptionsStep {}
}
