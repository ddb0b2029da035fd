/**
 * The gzip stage: a writer that compresses on several threads, and a reader that checks what it
 * inflates.
 *
 * <p>It owns the gzip frame and the blocks between its threads. It may call deflate, inflate, pipe
 * and the errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.gzip;

import org.jspecify.annotations.NullMarked;
