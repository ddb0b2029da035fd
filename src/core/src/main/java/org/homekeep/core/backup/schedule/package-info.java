/**
 * When the next automatic backup is due.
 *
 * <p>Owns the timer of the automatic backups. May call config and runtime.
 */
@NullMarked
package org.homekeep.core.backup.schedule;

import org.jspecify.annotations.NullMarked;
