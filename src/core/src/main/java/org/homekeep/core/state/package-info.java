/**
 * The states of entities: what clients show of the hub, one value with its attributes each.
 *
 * <p>Owns all of them; a capability sets its own and clients hear of every change. May call
 * websocket, bus, auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.state;

import org.jspecify.annotations.NullMarked;
