/**
 * JSON that comes from outside: what shape it must have, and what is said when it has not; and how
 * moments are written in what is sent.
 *
 * <p>Pure functions; calls nothing of the hub.
 */
@NullMarked
package org.homekeep.core.wire;

import org.jspecify.annotations.NullMarked;
