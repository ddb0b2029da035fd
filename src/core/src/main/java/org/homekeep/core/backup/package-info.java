/**
 * Backups: the one place where all packages below it are put together.
 *
 * <p>Owns nothing itself. May call every package of backup; nothing calls it but the composition
 * root.
 */
@NullMarked
package org.homekeep.core.backup;

import org.jspecify.annotations.NullMarked;
