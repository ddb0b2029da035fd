package org.homekeep.core.backup.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * The moment at which copies are judged.
 *
 * @param justMade the id of the backup after which they are; it does not go in its own pruning
 * @param clockLeapt whether the clock has leapt ahead a short time ago, so that no age is believed
 */
public record Circumstances(
    Occasion occasion, Instant now, Optional<String> justMade, boolean clockLeapt) {}
