/**
 * How far the start has come: which integrations are set up, how long that took, and which there
 * are to add; and the restart that somebody asks for.
 *
 * <p>Owns the moment at which everything has been tried; answers the commands about it. May call
 * entry, integration, service, websocket, auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.setup;

import org.jspecify.annotations.NullMarked;
