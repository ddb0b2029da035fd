/**
 * Bringing a data directory back: ordering a restore, doing it between two starts, and its result.
 *
 * <p>Owns {@code .HA_RESTORE}, {@code .HA_RESTORE_RESULT} and {@code .homekeep_restore/}. Blocking,
 * because nothing else runs at that time; may call archive, auth, evidence, folder, key, policy,
 * snapshot, storage and runtime.
 */
@NullMarked
package org.homekeep.core.backup.restore;

import org.jspecify.annotations.NullMarked;
