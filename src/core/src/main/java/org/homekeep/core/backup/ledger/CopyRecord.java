package org.homekeep.core.backup.ledger;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;

/**
 * A copy as it was sent to a location.
 *
 * @param digests of what was measured before it was sent
 * @param finding empty while nobody knows whether it arrived so
 */
public record CopyRecord(CopyId id, Digests digests, Instant sent, Optional<Finding> finding) {

  /** The backup. */
  public String backupId() {
    return id.backupId();
  }

  /** The location. */
  public String agentId() {
    return id.agentId();
  }

  /** How the copy was found to be what was sent, unless it was found damaged since. */
  public Optional<Verification> verification() {
    return finding.filter(Verification.class::isInstance).map(Verification.class::cast);
  }

  /** What was found wrong with the copy. */
  public Optional<Damage> damage() {
    return finding.filter(Damage.class::isInstance).map(Damage.class::cast);
  }

  /**
   * Whether what is known now is of the copy that this was known of, and nothing may have been
   * written over it since: at most another look at it has ended.
   */
  boolean isStill(CopyRecord now) {
    return equals(now) || (unexamined().equals(now.unexamined()) && now.finding().isPresent());
  }

  CopyRecord unexamined() {
    return new CopyRecord(id, digests, sent, Optional.empty());
  }

  CopyRecord found(Finding found) {
    return new CopyRecord(id, digests, sent, Optional.of(found));
  }
}
