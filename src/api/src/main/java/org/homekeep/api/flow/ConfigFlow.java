package org.homekeep.api.flow;

import io.vertx.core.Future;
import org.homekeep.api.schema.Values;

/**
 * One running flow. The hub makes one for each flow, calls it one step at a time on the
 * integration's own threads with a deadline of a minute, and forgets it at the end.
 *
 * <p>What fails with an exception is shown as the error {@code unknown} on the same form, so that
 * nothing that was typed is lost.
 */
public interface ConfigFlow {

  /** The first step. */
  Future<StepResult> start(FlowContext context);

  /**
   * The answer to a submitted form.
   *
   * @param stepId the form that was shown last
   * @param input checked against that form's schema, fallbacks filled in
   */
  Future<StepResult> submit(FlowContext context, String stepId, Values input);
}
