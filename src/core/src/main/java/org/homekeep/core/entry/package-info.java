/**
 * Config entries: what is configured, whether it works, and everything that changes it.
 *
 * <p>Owns {@code .storage/core.config_entries} and each entry's life from set-up to removal. May
 * call flow, integration, issues, auth, http, websocket, wire, bus, storage and runtime.
 */
@NullMarked
package org.homekeep.core.entry;

import org.jspecify.annotations.NullMarked;
