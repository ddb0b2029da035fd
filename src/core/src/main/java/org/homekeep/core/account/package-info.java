/**
 * The face of auth: the login flow, tokens over HTTP, and the commands for a user's own account.
 *
 * <p>Owns the logins that are under way. May call auth, http, websocket, wire and runtime.
 */
@NullMarked
package org.homekeep.core.account;

import org.jspecify.annotations.NullMarked;
