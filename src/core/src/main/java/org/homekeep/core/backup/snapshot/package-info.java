/**
 * The SQLite databases of a data directory: consistent copies of them made while they are in use,
 * and the check of those in an archive.
 *
 * <p>Blocking, for a worker; writes into the one directory that it is given. May call archive,
 * evidence and runtime.
 */
@NullMarked
package org.homekeep.core.backup.snapshot;

import org.jspecify.annotations.NullMarked;
