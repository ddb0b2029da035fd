/**
 * The websocket: connections, the command table, subscriptions, flow control.
 *
 * <p>Capabilities bring their own commands, each with the permission it needs and the shape of its
 * message. May call http, auth, bus, wire and runtime.
 */
@NullMarked
package org.homekeep.core.websocket;

import org.jspecify.annotations.NullMarked;
