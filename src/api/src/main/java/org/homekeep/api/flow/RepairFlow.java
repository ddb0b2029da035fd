package org.homekeep.api.flow;

/** A flow that mends what an issue tells of (framework.md §9.2). */
public interface RepairFlow extends DataEntryFlow<RepairContext, RepairStep> {}
