package org.homekeep.core.backup.key;

import org.homekeep.core.backup.evidence.ForPeople;

/** There is no room for another key. */
public final class RingFullException extends Exception implements ForPeople {

  RingFullException(int most) {
    super(
        "There are %d backup keys already, more than anybody can look after. Forget some that open no backup any more."
            .formatted(most));
  }
}
