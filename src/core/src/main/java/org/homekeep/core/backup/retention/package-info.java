/**
 * Which copies are no longer wanted.
 *
 * <p>Pure functions over what the locations list; deletes nothing itself. May call config.
 */
@NullMarked
package org.homekeep.core.backup.retention;

import org.jspecify.annotations.NullMarked;
