/**
 * The face of auth: the login flow, tokens over HTTP, and the commands for accounts, one's own and
 * those of others.
 *
 * <p>Owns the logins and the set-ups of second factors that are under way. May call auth, http,
 * websocket, wire and runtime.
 */
@NullMarked
package org.homekeep.core.account;

import org.jspecify.annotations.NullMarked;
