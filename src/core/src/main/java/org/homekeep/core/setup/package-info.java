/**
 * How far the start has come: which integrations are set up, how long that took, and which there
 * are to add.
 *
 * <p>Owns the moment at which everything has been tried; answers the commands about it. May call
 * entry, integration, websocket, auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.setup;

import org.jspecify.annotations.NullMarked;
