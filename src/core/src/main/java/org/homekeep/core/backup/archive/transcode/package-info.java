/**
 * An archive on its way to a place that wants it the other way: encrypted or decrypted on the fly.
 *
 * <p>Streams are pulled, without threads, and every opening gives the same bytes. It may call the
 * part, tar and SecureTar packages.
 */
@NullMarked
package org.homekeep.core.backup.archive.transcode;

import org.jspecify.annotations.NullMarked;
