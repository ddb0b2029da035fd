/**
 * Inflate (RFC 1951) in pure Java, which can be started again in the middle of a stream.
 *
 * <p>It owns decoding and checkpoints, accepts and refuses exactly what zlib does, and knows
 * neither gzip nor archives. It may call nothing of the archive library but its errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.inflate;

import org.jspecify.annotations.NullMarked;
