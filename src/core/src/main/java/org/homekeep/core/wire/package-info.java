/**
 * JSON that comes from outside: what shape it must have, and what is said when it has not; how
 * moments are written in what is sent, and how texts of outside are shown in sentences.
 *
 * <p>Pure functions; calls nothing of the hub.
 */
@NullMarked
package org.homekeep.core.wire;

import org.jspecify.annotations.NullMarked;
