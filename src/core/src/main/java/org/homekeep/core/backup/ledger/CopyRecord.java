package org.homekeep.core.backup.ledger;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.digest.Digests;

/**
 * A copy as it was sent to a location.
 *
 * @param digests of what was measured before it was sent
 * @param verification empty while nobody knows whether it arrived so
 */
public record CopyRecord(
    String agentId,
    String backupId,
    Digests digests,
    Instant sent,
    Optional<Verification> verification) {

  CopyRecord unverified() {
    return new CopyRecord(agentId, backupId, digests, sent, Optional.empty());
  }

  CopyRecord verified(Verification found) {
    return new CopyRecord(agentId, backupId, digests, sent, Optional.of(found));
  }
}
