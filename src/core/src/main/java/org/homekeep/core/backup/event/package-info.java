/**
 * What the backup manager tells while it works: its state, stages and progress.
 *
 * <p>Owns the order in which listeners hear events. Calls nothing of the hub.
 */
@NullMarked
package org.homekeep.core.backup.event;

import org.jspecify.annotations.NullMarked;
