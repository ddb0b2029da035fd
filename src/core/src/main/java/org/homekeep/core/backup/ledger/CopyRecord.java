package org.homekeep.core.backup.ledger;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;

/**
 * A copy as it was sent to a location.
 *
 * @param digests of what was measured before it was sent
 * @param verification empty while nobody knows whether it arrived so
 */
public record CopyRecord(
    CopyId id, Digests digests, Instant sent, Optional<Verification> verification) {

  /** The backup. */
  public String backupId() {
    return id.backupId();
  }

  /** The location. */
  public String agentId() {
    return id.agentId();
  }

  CopyRecord unverified() {
    return new CopyRecord(id, digests, sent, Optional.empty());
  }

  CopyRecord verified(Verification found) {
    return new CopyRecord(id, digests, sent, Optional.of(found));
  }
}
