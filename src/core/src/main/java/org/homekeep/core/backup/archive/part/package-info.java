/**
 * A part of an archive from the outside in: which format, decrypted, inflated.
 *
 * <p>It owns the recognition of formats and the outer members' names, and is the only place that
 * knows all SecureTar versions. It may call them, tar, gzip and pipe.
 */
@NullMarked
package org.homekeep.core.backup.archive.part;

import org.jspecify.annotations.NullMarked;
