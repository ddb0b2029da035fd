/**
 * What a page in a browser asks beside everything else: its panels, looks and icons, and what it
 * keeps for its users.
 *
 * <p>Owns the data of the users and of the system that pages store. May call service, websocket,
 * auth, storage and wire.
 */
@NullMarked
package org.homekeep.core.frontend;

import org.jspecify.annotations.NullMarked;
