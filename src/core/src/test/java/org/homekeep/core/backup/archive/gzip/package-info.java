/** Tests of gzip streams. */
@NullMarked
package org.homekeep.core.backup.archive.gzip;

import org.jspecify.annotations.NullMarked;
