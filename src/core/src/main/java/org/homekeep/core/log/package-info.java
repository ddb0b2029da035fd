/**
 * What the hub logs, as administrators see it in a client, and how much each integration logs.
 *
 * <p>Owns the last warnings, each kind once, and the levels that somebody set. May call
 * diagnostics, entry, integration, service, websocket, storage, bus, auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.log;

import org.jspecify.annotations.NullMarked;
