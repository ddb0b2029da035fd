/** Tests of what only shows inside of this package. */
@NullMarked
package org.homekeep.core.backup.archive.transcode;

import org.jspecify.annotations.NullMarked;
