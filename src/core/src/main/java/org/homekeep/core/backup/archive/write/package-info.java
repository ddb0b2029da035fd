/**
 * Making archives: walk, tar, gzip, cipher and outer tar in one pass into a file.
 *
 * <p>It owns what goes into an archive (exclusions, order, warnings) and patches sizes in place. It
 * may call tar, gzip, deflate, files and the block interfaces; the SecureTar versions through the
 * part package.
 */
@NullMarked
package org.homekeep.core.backup.archive.write;

import org.jspecify.annotations.NullMarked;
