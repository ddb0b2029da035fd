package org.homekeep.api.flow;

import org.homekeep.api.schema.Values;

/** What a step of an options flow answers. */
public sealed interface OptionsStep extends StepResult
    permits StepResult.Common, OptionsStep.SaveOptions {

  /**
   * Replaces the options and ends the flow. What runs takes options that have changed over ({@link
   * org.homekeep.api.entry.LoadedEntry#takeOver}) or is reloaded.
   */
  record SaveOptions(Values options) implements OptionsStep {}
}
