/**
 * The emergency kit: a key on paper or in a text file, with what it opens and what to do with it,
 * in the language of whoever keeps it.
 *
 * <p>Owns nothing; it only writes what it is given. May call key and the hub's account, for the
 * picture of a QR code.
 */
@NullMarked
package org.homekeep.core.backup.kit;

import org.jspecify.annotations.NullMarked;
