package org.homekeep.api.flow;

import io.vertx.core.Future;
import java.util.Map;
import org.homekeep.api.schema.Values;

/**
 * One running flow: the steps by which a person tells an integration something (framework.md §4).
 *
 * <p>The hub makes one for each flow, calls it one step at a time on the integration's own threads
 * with a deadline of a minute, and forgets it at the end. Fields of its class may keep what earlier
 * steps found out. What fails with an exception is shown as the error {@code unknown} on the same
 * form, so that nothing that was typed is lost; where no form was submitted, the flow ends with the
 * reason {@code unknown}.
 *
 * @param <C> what the flow knows at each step
 * @param <S> what its steps may answer
 */
public interface DataEntryFlow<C, S extends StepResult> {

  /** The first step. */
  Future<S> start(C context);

  /**
   * The answer to a submitted form.
   *
   * @param stepId the form that was shown last
   * @param input checked against that form's schema, fallbacks filled in
   */
  Future<S> submit(C context, String stepId, Values input);

  /**
   * Goes to a step without input: it was chosen in a menu, or a progress has ended and named it.
   *
   * <p>Only for flows that show a menu or a progress.
   */
  default Future<S> proceed(C context, String stepId) {
    return Future.failedFuture(
        new UnsupportedOperationException("The flow cannot go to the step " + stepId + "."));
  }

  /**
   * The person has come back from the page of a {@link StepResult.OpenExternal}.
   *
   * @param stepId the step that sent the person there
   * @param answer what the page sent along, by name, such as {@code code}
   */
  default Future<S> returned(C context, String stepId, Map<String, String> answer) {
    return proceed(context, stepId);
  }
}
