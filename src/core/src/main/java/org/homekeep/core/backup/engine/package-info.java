/**
 * The archive library in the manager's words: backups instead of metadata.
 *
 * <p>Blocking, for a worker. May call archive, digest, evidence and the API.
 */
@NullMarked
package org.homekeep.core.backup.engine;

import org.jspecify.annotations.NullMarked;
