/**
 * What every SecureTar version has in common: the header, ciphers as streams of blocks, SHA-256.
 *
 * <p>A version implements {@link org.homekeep.core.backup.archive.securetar.ArchiveCipher} and
 * {@link org.homekeep.core.backup.archive.securetar.BlockTransform} in a package of its own. This
 * package knows no version and may call nothing of the archive library but its errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.securetar;

import org.jspecify.annotations.NullMarked;
