package org.homekeep.api.flow;

import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.schema.FormSchema;

/** What a step of a flow answers (framework.md §4.1). */
public sealed interface StepResult permits ConfigStep, OptionsStep, SubentryStep, RepairStep {

  /** What a step of every kind of flow may answer. */
  sealed interface Common extends ConfigStep, OptionsStep, SubentryStep, RepairStep {}

  /**
   * Shows a form; its submission goes to {@link DataEntryFlow#submit} under the same step id.
   *
   * @param errors field name or {@code base} → error key; empty when the form is shown first
   * @param placeholders fill the form's texts
   * @param lastStep whether submitting ends the flow, for the button's text; empty when unknown
   */
  record ShowForm(
      String stepId,
      FormSchema schema,
      Map<String, String> errors,
      Map<String, String> placeholders,
      Optional<Boolean> lastStep)
      implements Common {
    public ShowForm {
      errors = Map.copyOf(errors);
      placeholders = Map.copyOf(placeholders);
    }

    public ShowForm(
        String stepId,
        FormSchema schema,
        Map<String, String> errors,
        Map<String, String> placeholders) {
      this(stepId, schema, errors, placeholders, Optional.empty());
    }

    /** A form that is shown first. */
    public static ShowForm of(String stepId, FormSchema schema) {
      return new ShowForm(stepId, schema, Map.of(), Map.of());
    }
  }

  /**
   * Offers several steps; the chosen one goes to {@link DataEntryFlow#proceed}.
   *
   * @param options ids of steps, in the order in which they are shown
   */
  record ShowMenu(String stepId, List<String> options, Map<String, String> placeholders)
      implements Common {
    public ShowMenu {
      options = List.copyOf(options);
      placeholders = Map.copyOf(placeholders);
    }
  }

  /**
   * Shows that something takes a while. The hub runs the task on the integration's own threads and
   * goes on at the step that it names, whether somebody looks or not.
   *
   * @param action what is being done, under {@code progress} in the translations
   */
  record ShowProgress(
      String stepId, String action, Map<String, String> placeholders, ProgressTask task)
      implements Common {
    public ShowProgress {
      placeholders = Map.copyOf(placeholders);
    }
  }

  /** What takes a while. */
  @FunctionalInterface
  interface ProgressTask {
    /** Does it; the future gives the id of the next step. */
    Future<String> run(FlowProgress progress);
  }

  /**
   * Sends the person to a page of another service, which sends them back to the hub; then the flow
   * goes on at {@link DataEntryFlow#returned}.
   */
  record OpenExternal(String stepId, ExternalPage page, Map<String, String> placeholders)
      implements Common {
    public OpenExternal {
      placeholders = Map.copyOf(placeholders);
    }
  }

  /** A page of another service, which needs to know the way back. */
  @FunctionalInterface
  interface ExternalPage {
    /**
     * The address to open.
     *
     * @param callback where the page sends the person afterwards
     * @param state a secret of this one visit; the page sends it along as {@code state}
     */
    URI address(URI callback, String state);
  }

  /** Ends the flow without a result. */
  record Abort(String reason, Map<String, String> placeholders) implements Common {
    public Abort {
      placeholders = Map.copyOf(placeholders);
    }

    /** Ends the flow for the given reason. */
    public static Abort because(String reason) {
      return new Abort(reason, Map.of());
    }
  }
}
