package org.homekeep.api.flow;

import java.util.Map;
import java.util.Optional;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;

/** What a step of a flow answers (framework.md §4.1). */
public sealed interface StepResult {

  /**
   * Shows a form; its submission goes to {@link ConfigFlow#submit} under the same step id.
   *
   * @param errors field name or {@code base} → error key; empty when the form is shown first
   * @param placeholders fill the form's texts
   */
  record ShowForm(
      String stepId,
      FormSchema schema,
      Map<String, String> errors,
      Map<String, String> placeholders)
      implements StepResult {
    public ShowForm {
      errors = Map.copyOf(errors);
      placeholders = Map.copyOf(placeholders);
    }
  }

  /** Makes the entry and ends the flow. Only for the source user. */
  record CreateEntry(String title, Optional<String> uniqueId, Values data, Values options)
      implements StepResult {}

  /** Changes the entry to mend, reloads it and ends the flow with the given abort reason. */
  record UpdateEntry(String title, Values data, String reason) implements StepResult {}

  /** Ends the flow without a result. */
  record Abort(String reason, Map<String, String> placeholders) implements StepResult {
    public Abort {
      placeholders = Map.copyOf(placeholders);
    }

    /** Ends the flow for the given reason. */
    public static Abort because(String reason) {
      return new Abort(reason, Map.of());
    }
  }
}
