package org.homekeep.emulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What goes wrong when a fault fires. */
public enum FaultAction {
  /** The call is answered with an error status. */
  ERROR,
  /** The call works, only late; it is what a rule with nothing but a delay means. */
  DELAY,
  /** The connection is closed without an answer, or in the middle of a body. */
  RESET,
  /** Nothing more is read or sent; the connection stays open until the client gives up. */
  STALL,
  /** The answer announces its whole length and ends early. */
  TRUNCATE,
  /** One byte of the body is changed: of the upload as received, else of the answer. */
  CORRUPT,
  /** The body passes at a limited rate. */
  SLOW;

  static FaultAction of(String text) {
    return Arrays.stream(values())
        .filter(action -> action.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new FaultRuleException(
                    "The action \"%s\" is not known; known are %s."
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(FaultAction::text)
                                .collect(Collectors.joining(", ")))));
  }

  /** The name of the action in JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
