package org.homekeep.core.flow;

import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;

/** What flows of every kind need of the hub. */
public record FlowServices(
    HubRuntime runtime, Timers timers, HubEvents events, ExternalVisits visits) {}
