/**
 * Events that one capability fires and others, or a client, hear.
 *
 * <p>Not for calls between classes: those are plain interfaces. May call runtime.
 */
@NullMarked
package org.homekeep.core.bus;

import org.jspecify.annotations.NullMarked;
