package org.homekeep.api.flow;

/** A flow that adds a subentry to a config entry, or changes one (framework.md §3.7). */
public interface SubentryFlow extends DataEntryFlow<SubentryContext, SubentryStep> {}
