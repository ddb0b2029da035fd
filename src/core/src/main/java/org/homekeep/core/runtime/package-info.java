/**
 * What everything in the hub runs on: the context that owns all state, clock, timers, workers,
 * directories and settings.
 *
 * <p>Knows no capability. Code outside of this package neither asks for the time of day nor makes
 * threads by itself.
 */
@NullMarked
package org.homekeep.core.runtime;

import org.jspecify.annotations.NullMarked;
