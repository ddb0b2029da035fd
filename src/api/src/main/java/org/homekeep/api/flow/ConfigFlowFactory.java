package org.homekeep.api.flow;

/** The config flow of an integration: what it may show, and how to start one. */
public interface ConfigFlowFactory {

  /** Every key that a flow made here can show. */
  FlowKeys keys();

  /** A new flow. */
  ConfigFlow create();
}
