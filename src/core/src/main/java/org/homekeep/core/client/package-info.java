/**
 * What clients may ask of integrations themselves: takes the commands and paths that an integration
 * declares into the tables of the websocket and of the server.
 *
 * <p>Owns no state. May call what is above it: integration, flow, onboarding, websocket, http.
 */
@NullMarked
package org.homekeep.core.client;

import org.jspecify.annotations.NullMarked;
