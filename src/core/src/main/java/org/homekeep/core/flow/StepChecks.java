package org.homekeep.core.flow;

import java.net.URI;
import java.util.Set;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;

/** Holds an integration to what it declared: only those keys have a text for people. */
final class StepChecks {
  private StepChecks() {}

  /** Fails with {@link IllegalStateException} when the answer is one the flow may not give. */
  static void check(FlowKeys keys, StepResult.Common answer) {
    if (answer instanceof StepResult.ShowForm form) {
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
    } else if (answer instanceof StepResult.ShowMenu menu) {
      declared("step", menu.stepId(), keys.steps());
      menu.options().forEach(option -> declared("step", option, keys.steps()));
      if (menu.options().isEmpty()) {
        throw new IllegalStateException("The menu '%s' is empty.".formatted(menu.stepId()));
      }
    } else if (answer instanceof StepResult.ShowProgress progress) {
      declared("step", progress.stepId(), keys.steps());
      declared("progress action", progress.action(), keys.progress());
    } else if (answer instanceof StepResult.OpenExternal external) {
      declared("step", external.stepId(), keys.steps());
    } else if (answer instanceof StepResult.Abort abort) {
      abortReason(keys, abort.reason());
    }
  }

  static void abortReason(FlowKeys keys, String reason) {
    declared("abort reason", reason, keys.aborts());
  }

  /** A browser would run what another kind of address holds. */
  static void address(URI address) {
    boolean web =
        "https".equalsIgnoreCase(address.getScheme())
            || "http".equalsIgnoreCase(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new IllegalStateException(
          "The page of the other service has no http or https address.");
    }
  }

  private static void declared(String kind, String key, Set<String> declared) {
    if (!declared.contains(key)) {
      throw new IllegalStateException(
          "The flow shows the %s '%s', which its FlowKeys do not declare.".formatted(kind, key));
    }
  }
}
