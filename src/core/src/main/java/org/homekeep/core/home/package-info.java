/**
 * The home that the hub stands in: name, place, language, units.
 *
 * <p>Owns {@code .storage/core.config}. May call storage, bus, auth, websocket and runtime.
 */
@NullMarked
package org.homekeep.core.home;

import org.jspecify.annotations.NullMarked;
