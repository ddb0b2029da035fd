/**
 * SecureTar 1: a salt and AES-128-CBC, read only (securetar.md, versions 1 and 2).
 *
 * <p>It owns the opening of such a part; the odd padding of the oldest writer is left to the gzip
 * reader. It may call the AES package and the block interfaces.
 */
@NullMarked
package org.homekeep.core.backup.archive.v1;

import org.jspecify.annotations.NullMarked;
