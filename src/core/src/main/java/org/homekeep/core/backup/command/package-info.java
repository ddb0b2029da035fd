/**
 * The backup commands of the websocket, the actions, and the diagnostics.
 *
 * <p>Turns messages into calls of the manager, and its answers and errors into messages. May call
 * manager, config, event, key, schedule, archive, auth, wire, websocket and diagnostics.
 */
@NullMarked
package org.homekeep.core.backup.command;

import org.jspecify.annotations.NullMarked;
