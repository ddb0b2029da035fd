package org.homekeep.core.backup.ledger;

import java.time.Instant;

/** What the last look at a copy showed. */
public sealed interface Finding permits Verification, Damage {

  /** When the copy was looked at. */
  Instant at();
}
