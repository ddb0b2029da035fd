package org.homekeep.core.backup.ledger;

import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.ledger.Verification.How;

/**
 * A copy as it was sent to a location.
 *
 * @param digests of what was measured before it was sent
 * @param sent when the location was last sent it, or may have written it
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

  /** Whether the copy is still the one that was looked at; another look may have ended. */
  boolean isStill(CopyRecord now) {
    return equals(now) || (unexamined().equals(now.unexamined()) && now.finding().isPresent());
  }

  /**
   * What another look at the same copy has found and noted since this was known, if that counts for
   * more: damage that was found, and any look against a location's word.
   *
   * @param now what is known of the copy now
   * @param seen by the look that began when this was known
   */
  Optional<Verdict> outweighing(CopyRecord now, Verdict seen) {
    if (now.equals(this) || seen instanceof Verdict.Missing || seen instanceof Verdict.Unknown) {
      return Optional.empty();
    }
    boolean word =
        seen instanceof Verdict.Verified good && good.verification().how() == How.CONFIRMED;
    return now.damage()
        .map(Damage::verdict)
        .or(() -> now.verification().filter(found -> word).map(Verdict.Verified::new));
  }

  /** The same of what may have been written over since it was sent. */
  CopyRecord writtenOver(Instant when) {
    return new CopyRecord(id, digests, when, Optional.empty());
  }

  private CopyRecord unexamined() {
    return new CopyRecord(id, digests, sent, Optional.empty());
  }

  CopyRecord found(Finding found) {
    return new CopyRecord(id, digests, sent, Optional.of(found));
  }
}
