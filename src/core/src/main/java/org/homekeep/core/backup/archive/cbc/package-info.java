/**
 * AES-128-CBC as SecureTar 1 and 2 use it: key derivation and the two block transforms.
 *
 * <p>It knows no header. It may call the block interfaces and the errors.
 */
@NullMarked
package org.homekeep.core.backup.archive.cbc;

import org.jspecify.annotations.NullMarked;
