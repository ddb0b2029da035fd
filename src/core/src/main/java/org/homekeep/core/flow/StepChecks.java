package org.homekeep.core.flow;

import java.util.Set;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.StepResult;

/** Holds an integration to what it declared: only those keys have a text for people. */
final class StepChecks {
  private StepChecks() {}

  /** Fails with {@link IllegalStateException} when the answer is one the flow may not give. */
  static void check(Flow flow, StepResult result) {
    FlowKeys keys = flow.definition.keys();
    boolean mends = flow.start.source() != FlowSource.USER;
    if (result instanceof StepResult.ShowForm form) {
      declared("step", form.stepId(), keys.steps());
      form.errors()
          .forEach(
              (field, key) -> {
                declared("error", key, keys.errors());
                if (!field.equals("base") && form.schema().find(field).isEmpty()) {
                  throw new IllegalStateException(
                      "The form has no field '%s' to show an error at.".formatted(field));
                }
              });
    } else if (result instanceof StepResult.Abort abort) {
      declared("abort reason", abort.reason(), keys.aborts());
    } else if (result instanceof StepResult.UpdateEntry update) {
      declared("abort reason", update.reason(), keys.aborts());
      allowed(mends, "changes an entry, but none was to be mended");
    } else {
      allowed(!mends, "makes an entry, but one was to be mended");
    }
  }

  private static void declared(String kind, String key, Set<String> declared) {
    if (!declared.contains(key)) {
      throw new IllegalStateException(
          "The flow shows the %s '%s', which its FlowKeys do not declare.".formatted(kind, key));
    }
  }

  private static void allowed(boolean allowed, String what) {
    if (!allowed) {
      throw new IllegalStateException("The flow " + what + ".");
    }
  }
}
