/**
 * Boots the real hub for a test, talks to it as a client does, and makes realistic data.
 *
 * <p>Everything goes through HTTP and websocket; nothing here looks inside the hub.
 */
@NullMarked
package org.homekeep.testkit;

import org.jspecify.annotations.NullMarked;
