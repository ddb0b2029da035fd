package org.homekeep.api.flow;

/** A flow that makes a config entry, or mends one (framework.md §3.7). */
public interface ConfigFlow extends DataEntryFlow<FlowContext, ConfigStep> {}
