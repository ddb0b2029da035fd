package org.homekeep.core.backup.history;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.wire.ShownText;

/**
 * A location that did not have its copy when the run ended.
 *
 * @param name as it was called then
 * @param message why, a sentence for people
 * @param delivered when it got the copy after all
 */
public record MissingCopy(
    String agentId, String name, String message, Optional<Instant> delivered) {
  public MissingCopy {
    message = ShownText.of(message, RunReason.LONGEST);
  }

  MissingCopy deliveredAt(Instant when) {
    return new MissingCopy(agentId, name, message, delivered.or(() -> Optional.of(when)));
  }
}
