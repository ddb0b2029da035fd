package org.homekeep.core.backup.history;

import org.homekeep.core.wire.ShownText;

/**
 * Why a run did not end well.
 *
 * @param code the kind of cause, such as {@code no_space}; clients have words for it
 * @param message a sentence for people; never longer than {@link #LONGEST} characters
 */
public record RunReason(String code, String message) {
  /** Some sentences; 200 runs with many locations have to fit into one document. */
  static final int LONGEST = 600;

  public RunReason {
    message = ShownText.of(message, LONGEST);
  }
}
