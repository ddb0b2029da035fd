/**
 * How the hub and its capabilities are doing, as clients ask it with {@code system_health/info}.
 *
 * <p>Owns who can say something about that; a capability adds its own facts. May call websocket,
 * auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.health;

import org.jspecify.annotations.NullMarked;
