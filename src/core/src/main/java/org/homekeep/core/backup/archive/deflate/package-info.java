/**
 * Deflate (RFC 1951) in pure Java, block by block.
 *
 * <p>It owns matching and coding, and knows neither gzip nor archives. It may call nothing but the
 * JDK.
 */
@NullMarked
package org.homekeep.core.backup.archive.deflate;

import org.jspecify.annotations.NullMarked;
