/**
 * SecureTar 3: Argon2id, BLAKE2b and an XChaCha20-Poly1305 secretstream (securetar.md, version 3).
 *
 * <p>It owns the 136 byte header, key derivation and the chunked stream, in both directions. It may
 * call the block interfaces and Bouncy Castle; the bulk cipher is the JDK's.
 */
@NullMarked
package org.homekeep.core.backup.archive.v3;

import org.jspecify.annotations.NullMarked;
