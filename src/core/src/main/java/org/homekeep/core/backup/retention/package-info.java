/**
 * Which copies are no longer wanted.
 *
 * <p>Pure functions from what the locations list to a plan with a reason for each copy; deletes
 * nothing itself. May call config and policy.
 */
@NullMarked
package org.homekeep.core.backup.retention;

import org.jspecify.annotations.NullMarked;
