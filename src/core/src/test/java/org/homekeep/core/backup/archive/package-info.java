/** Tests of the archive library, through its public surface and against other implementations. */
@NullMarked
package org.homekeep.core.backup.archive;

import org.jspecify.annotations.NullMarked;
