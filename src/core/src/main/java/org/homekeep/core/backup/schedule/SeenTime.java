package org.homekeep.core.backup.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of the clock.
 *
 * @param last the latest that it has shown
 * @param leap because of which it is in doubt
 */
record SeenTime(Instant last, Optional<ClockWatch.Leap> leap) {}
