/**
 * Streams with threads of their own, so that the stages of an archive overlap.
 *
 * <p>It owns those threads: whoever closes a stream has ended them, whatever they were doing. It
 * knows neither gzip nor archives, and may call nothing but the JDK.
 */
@NullMarked
package org.homekeep.core.backup.archive.pipe;

import org.jspecify.annotations.NullMarked;
