package org.homekeep.core.websocket;

import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.MemoryBudget;
import org.homekeep.core.runtime.Worker;

/**
 * What all connections have in common.
 *
 * @param decoder reads frames that would hold up the event loop
 * @param incoming bytes of messages that have not ended
 * @param outgoing bytes of messages that wait for their clients
 * @param subscriptions bytes of what clients listen to
 */
record Shared(
    HubRuntime runtime,
    Worker decoder,
    AuthManager auth,
    CommandTable commands,
    WebsocketLimits limits,
    MemoryBudget incoming,
    MemoryBudget outgoing,
    MemoryBudget subscriptions) {}
