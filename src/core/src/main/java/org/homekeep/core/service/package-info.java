/**
 * The actions that clients can call by domain and name.
 *
 * <p>Owns the table of them; a capability registers its own, each with the access it needs and the
 * shape of its data. May call websocket, auth, bus, wire and runtime.
 */
@NullMarked
package org.homekeep.core.service;

import org.jspecify.annotations.NullMarked;
