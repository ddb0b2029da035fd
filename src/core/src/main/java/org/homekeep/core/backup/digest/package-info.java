/**
 * Size and checksums of archives, taken while something else reads them.
 *
 * <p>Owns nothing; stateless apart from the streams that count. Calls nothing of the hub.
 */
@NullMarked
package org.homekeep.core.backup.digest;

import org.jspecify.annotations.NullMarked;
