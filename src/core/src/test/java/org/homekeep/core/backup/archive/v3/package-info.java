/** Tests of what only shows inside of this package. */
@NullMarked
package org.homekeep.core.backup.archive.v3;

import org.jspecify.annotations.NullMarked;
