/**
 * Consistent copies of the SQLite databases in a data directory, made while they are in use.
 *
 * <p>Blocking, for a worker; writes into the one directory that it is given. Calls nothing of the
 * hub.
 */
@NullMarked
package org.homekeep.core.backup.snapshot;

import org.jspecify.annotations.NullMarked;
