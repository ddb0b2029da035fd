/**
 * What the hub says about its own interface: the documents that describe HTTP and the websocket.
 *
 * <p>Owns nothing; everything in them is read from the tables that serve the requests, so that they
 * cannot say something else. May call http, websocket, auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.contract;

import org.jspecify.annotations.NullMarked;
