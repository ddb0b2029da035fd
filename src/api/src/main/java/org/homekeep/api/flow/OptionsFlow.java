package org.homekeep.api.flow;

/** A flow that changes the options of a config entry; its first step is {@code init}. */
public interface OptionsFlow extends DataEntryFlow<OptionsContext, OptionsStep> {}
