/**
 * What people have set about keeping backups and Home Assistant knows nothing of: generations,
 * pins, and which backups came in by an upload.
 *
 * <p>Owns {@code .storage/homekeep.backup}, beside Home Assistant's own settings. May call storage
 * and wire.
 */
@NullMarked
package org.homekeep.core.backup.policy;

import org.jspecify.annotations.NullMarked;
