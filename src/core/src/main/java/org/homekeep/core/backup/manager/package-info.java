/**
 * The backup manager: one operation at a time, over all locations.
 *
 * <p>Owns the state machine, and the life of a backup from its plan to its pruning. May call every
 * package of backup but http and command, which call it.
 */
@NullMarked
package org.homekeep.core.backup.manager;

import org.jspecify.annotations.NullMarked;
