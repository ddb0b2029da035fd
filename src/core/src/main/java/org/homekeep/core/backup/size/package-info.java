/**
 * How large the next backup would be, what in it is largest, and what patterns would leave out.
 *
 * <p>Owns nothing on the disk; a walk is bounded in time and entries, runs on one worker, and there
 * is one at a time. May call folder, snapshot, archive, wire and runtime.
 */
@NullMarked
package org.homekeep.core.backup.size;

import org.jspecify.annotations.NullMarked;
