package org.homekeep.core.backup.manager;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.local.DiskSpace;

/**
 * How a location is.
 *
 * @param copies how many it lists
 * @param bytes that these take
 * @param disk the room that is left, where the location can say
 * @param lastSuccess when the newest copy was sent that was found whole there
 * @param error why it did not answer now, or not with all that it holds
 * @param verifying the backup of which the copy there is being verified because somebody asked
 */
public record LocationStatus(
    String agentId,
    String name,
    int copies,
    long bytes,
    Optional<DiskSpace> disk,
    Optional<Instant> lastSuccess,
    Optional<String> error,
    Optional<String> verifying) {}
