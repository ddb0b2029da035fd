/**
 * The archive library in the manager's words: backups instead of metadata, one place that knows
 * both.
 *
 * <p>Blocking, for a worker. May call archive and the API.
 */
@NullMarked
package org.homekeep.core.backup.engine;

import org.jspecify.annotations.NullMarked;
