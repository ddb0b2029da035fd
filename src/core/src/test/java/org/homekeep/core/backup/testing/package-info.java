/**
 * What the tests of backups share: a hub of nothing but backups, a clock that is turned by hand,
 * locations in memory.
 *
 * <p>Tests speak to the manager as clients do, through commands.
 */
@NullMarked
package org.homekeep.core.backup.testing;

import org.jspecify.annotations.NullMarked;
