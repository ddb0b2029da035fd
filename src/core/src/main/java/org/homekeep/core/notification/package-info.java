/**
 * What the hub and its clients want people to read, until somebody dismisses it.
 *
 * <p>Owns the notifications of this run of the hub, which are in no file and hold no secret of a
 * config entry, and tells of logins that failed. May call service, websocket, http, auth, wire and
 * runtime.
 */
@NullMarked
package org.homekeep.core.notification;

import org.jspecify.annotations.NullMarked;
