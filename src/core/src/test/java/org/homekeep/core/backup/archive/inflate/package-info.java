/** Tests of the inflater against zlib. */
@NullMarked
package org.homekeep.core.backup.archive.inflate;

import org.jspecify.annotations.NullMarked;
