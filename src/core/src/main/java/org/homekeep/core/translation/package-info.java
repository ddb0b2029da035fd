/**
 * The texts that people read, by language, from the files beside each integration and the hub's
 * own.
 *
 * <p>Keeps what it has read. May call integration, auth, websocket, wire and runtime.
 */
@NullMarked
package org.homekeep.core.translation;

import org.jspecify.annotations.NullMarked;
