/**
 * The backup commands of the websocket, the actions, and the diagnostics.
 *
 * <p>Turns messages into calls of the manager, and its answers and errors into messages. May call
 * manager and the packages of backup whose words are in messages, and the hub's auth, diagnostics,
 * service, websocket and wire.
 */
@NullMarked
package org.homekeep.core.backup.command;

import org.jspecify.annotations.NullMarked;
