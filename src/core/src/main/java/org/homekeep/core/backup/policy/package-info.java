/**
 * What people have set about keeping backups and Home Assistant knows nothing of: generations,
 * pins, which backups came in by an upload, and which are known to be right although they look odd.
 *
 * <p>Owns {@code .storage/homekeep.backup}, beside Home Assistant's own settings. May call storage
 * and wire.
 */
@NullMarked
package org.homekeep.core.backup.policy;

import org.jspecify.annotations.NullMarked;
