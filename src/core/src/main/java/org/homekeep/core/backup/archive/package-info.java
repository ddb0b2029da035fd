/**
 * The words of the archive library: errors, backup.json, formats and limits.
 *
 * <p>The packages below it read, write, extract and transcode whole archives; this one is what they
 * have in common and calls none of them. The library knows neither Vert.x nor the rest of the hub,
 * so that the command line can use it alone; its streams block and hold a bounded amount of memory
 * whatever the size of the archive.
 */
@NullMarked
package org.homekeep.core.backup.archive;

import org.jspecify.annotations.NullMarked;
