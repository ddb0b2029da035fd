/** Tests of what only shows inside of the index. */
@NullMarked
package org.homekeep.core.backup.archive.index;

import org.jspecify.annotations.NullMarked;
