/**
 * The issue registry: what people should mend, and what they chose to ignore.
 *
 * <p>Owns {@code .storage/repairs.issue_registry}. May call storage, bus, auth, websocket, wire and
 * runtime.
 */
@NullMarked
package org.homekeep.core.issues;

import org.jspecify.annotations.NullMarked;
