/**
 * A home over many days in a few milliseconds: the real manager, scheduler, retention, deliveries,
 * ledger and archives, with a clock, a disk, locations and threads that are simulated.
 *
 * <p>Everything that happens is drawn from one seed, so that a failure can be replayed.
 */
@NullMarked
package org.homekeep.core.backup.simulation;

import org.jspecify.annotations.NullMarked;
