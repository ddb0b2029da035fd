/**
 * When the next automatic backup is due, and whether the clock can be believed.
 *
 * <p>Owns the timer of the automatic backups, and {@code .storage/homekeep.backup_clock}: how late
 * it was last. May call config, runtime and storage.
 */
@NullMarked
package org.homekeep.core.backup.schedule;

import org.jspecify.annotations.NullMarked;
