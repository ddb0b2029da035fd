/**
 * SecureTar 2: header with size, salt, AES-128-CBC (securetar.md, versions 1 and 2).
 *
 * <p>It owns the 48 byte header and the exact size arithmetic, in both directions. It may call the
 * AES package and the block interfaces.
 */
@NullMarked
package org.homekeep.core.backup.archive.v2;

import org.jspecify.annotations.NullMarked;
