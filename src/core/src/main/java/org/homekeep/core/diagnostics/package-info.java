/**
 * The diagnostics download: what helps to find a fault, and never a secret.
 *
 * <p>Owns nothing on disk. May call entry, integration, issues, auth, http, websocket, wire and
 * runtime.
 */
@NullMarked
package org.homekeep.core.diagnostics;

import org.jspecify.annotations.NullMarked;
