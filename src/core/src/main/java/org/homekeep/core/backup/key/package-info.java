/**
 * The keys that backups are encrypted with: making them, keeping every one that was ever used, and
 * telling them apart without showing them.
 *
 * <p>Owns {@code .storage/homekeep.backup_keys}. May call evidence, storage and runtime, and knows
 * no archive.
 */
@NullMarked
package org.homekeep.core.backup.key;

import org.jspecify.annotations.NullMarked;
