/**
 * Taking a part of an archive out into an empty directory, and nothing outside of it.
 *
 * <p>It owns the safety rules of restoring. It may call the part, read, tar and files packages.
 */
@NullMarked
package org.homekeep.core.backup.archive.extract;

import org.jspecify.annotations.NullMarked;
