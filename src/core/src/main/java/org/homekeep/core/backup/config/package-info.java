/**
 * The settings of backups and the record of known backups, and the rules by which both change.
 *
 * <p>Owns {@code .storage/backup} in Home Assistant's form. May call archive, key, storage, wire
 * and runtime.
 */
@NullMarked
package org.homekeep.core.backup.config;

import org.jspecify.annotations.NullMarked;
