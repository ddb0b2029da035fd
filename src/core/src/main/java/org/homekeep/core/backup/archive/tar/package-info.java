/**
 * A streaming tar reader and writer in PAX format.
 *
 * <p>It owns headers, extended records and block arithmetic, and keeps names as bytes, because not
 * every name on a disk is text. It may call nothing of the archive library but its errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.tar;

import org.jspecify.annotations.NullMarked;
