/**
 * Looking into archives: metadata, parts, key check, full verification.
 *
 * <p>It reads only as much as the question needs and writes nothing. It may call the part package.
 */
@NullMarked
package org.homekeep.core.backup.archive.read;

import org.jspecify.annotations.NullMarked;
