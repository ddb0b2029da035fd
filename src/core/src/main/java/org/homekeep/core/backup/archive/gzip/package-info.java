/**
 * The gzip stage: one compressor behind an interface, and a reader that checks what it inflates.
 *
 * <p>It owns the gzip frame and the choice of the deflate engine. It may call the deflate and
 * inflate packages and the errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.gzip;

import org.jspecify.annotations.NullMarked;
