package org.homekeep.core.backup.ledger;

import java.time.Instant;

/**
 * That a copy was found not to be what was sent.
 *
 * @param evidence a sentence for people
 */
public record Damage(String evidence, Instant at) implements Finding {

  /** As whoever found it said it. */
  Verdict verdict() {
    return new Verdict.Different(evidence);
  }
}
