/**
 * The history of the backups that were made, or were to be made: when, how long, and how it ended.
 *
 * <p>Owns {@code .storage/homekeep.backup_history}. May call storage and wire.
 */
@NullMarked
package org.homekeep.core.backup.history;

import org.jspecify.annotations.NullMarked;
