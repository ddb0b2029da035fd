package org.homekeep.core.integration;

import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;

/**
 * How to start a flow of an integration, and what it may show, as the integration said once.
 *
 * @param <F> such as {@code ConfigFlow}
 */
public record FlowDefinition<F>(FlowFactory<F> factory, FlowKeys keys) {
  private static final String RECONFIGURE = "reconfigure";

  static <F> FlowDefinition<F> of(FlowFactory<F> factory) {
    return new FlowDefinition<>(factory, factory.keys());
  }

  /** Whether the flow can change what exists. */
  public boolean supportsReconfigure() {
    return keys.steps().contains(RECONFIGURE);
  }
}
