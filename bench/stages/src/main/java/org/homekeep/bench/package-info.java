/**
 * Measurements of single stages of an archive.
 *
 * <p>It owns nothing but them. It may call the archive library, which knows nothing of it.
 */
@NullMarked
package org.homekeep.bench;

import org.jspecify.annotations.NullMarked;
