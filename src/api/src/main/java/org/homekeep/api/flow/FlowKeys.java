package org.homekeep.api.flow;

import java.util.Set;

/**
 * Every key that a flow can show, so that a test can walk them all and find each in the
 * translations. A flow that answers with a key that is not declared here fails.
 *
 * @param steps step ids, under {@code config.step}
 * @param errors form errors, under {@code config.error}
 * @param aborts abort reasons, under {@code config.abort}
 */
public record FlowKeys(Set<String> steps, Set<String> errors, Set<String> aborts) {
  public FlowKeys {
    steps = Set.copyOf(steps);
    errors = Set.copyOf(errors);
    aborts = Set.copyOf(aborts);
  }
}
