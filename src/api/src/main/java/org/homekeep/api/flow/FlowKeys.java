package org.homekeep.api.flow;

import java.util.Set;

/**
 * Every key that a flow can show, so that a test can walk them all and find each in the
 * translations. A flow that answers with a key that is not declared here fails.
 *
 * <p>The texts stand under {@code config}, {@code options}, {@code config_subentries.<type>} or
 * {@code issues.<key>.fix_flow}, by the kind of the flow.
 *
 * @param steps ids of steps; their texts are one level down, in an object of that name without the
 *     plural, as are those of errors and aborts
 * @param errors of forms
 * @param aborts reasons why a flow ended
 * @param progress actions of a {@link StepResult.ShowProgress}
 */
public record FlowKeys(
    Set<String> steps, Set<String> errors, Set<String> aborts, Set<String> progress) {
  public FlowKeys {
    steps = Set.copyOf(steps);
    errors = Set.copyOf(errors);
    aborts = Set.copyOf(aborts);
    progress = Set.copyOf(progress);
  }

  public FlowKeys(Set<String> steps, Set<String> errors, Set<String> aborts) {
    this(steps, errors, aborts, Set.of());
  }
}
