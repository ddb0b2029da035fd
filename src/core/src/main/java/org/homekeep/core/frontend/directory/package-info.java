/**
 * Home Assistant's own frontend, as it was built, out of a directory: which address is which file,
 * and how a file is sent.
 *
 * <p>Owns nothing; the directory is somebody else's and is only read. May call http and runtime.
 */
@NullMarked
package org.homekeep.core.frontend.directory;

import org.jspecify.annotations.NullMarked;
