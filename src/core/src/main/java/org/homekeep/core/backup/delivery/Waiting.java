package org.homekeep.core.backup.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A location that does not have its copy yet.
 *
 * @param since when the copy was first owed
 * @param attempts how often it was tried
 * @param next not tried before
 * @param error why the last attempt failed, for people
 * @param unfinished what the next attempt can go on with
 */
public record Waiting(
    String agentId,
    Instant since,
    int attempts,
    Instant next,
    Optional<String> error,
    Optional<Unfinished> unfinished) {

  /** A location that was not tried yet. */
  public static Waiting from(String agentId, Instant now) {
    return new Waiting(agentId, now, 0, now, Optional.empty(), Optional.empty());
  }

  Waiting failed(String why, Instant again) {
    return new Waiting(agentId, since, attempts + 1, again, Optional.of(why), unfinished);
  }

  Waiting dueAt(Instant moment) {
    return new Waiting(agentId, since, attempts, moment, error, unfinished);
  }

  Waiting with(Optional<Unfinished> upload) {
    return new Waiting(agentId, since, attempts, next, error, upload);
  }
}
