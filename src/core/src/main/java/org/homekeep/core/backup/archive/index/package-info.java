/**
 * Random access: reading single files out of an archive without unpacking what lies before them.
 *
 * <p>It owns the index of an archive, which is a file of its own beside it, encrypted like the
 * archive because it holds names and pieces of the data. It may call the part, gzip, tar and
 * SecureTar packages.
 */
@NullMarked
package org.homekeep.core.backup.archive.index;

import org.jspecify.annotations.NullMarked;
