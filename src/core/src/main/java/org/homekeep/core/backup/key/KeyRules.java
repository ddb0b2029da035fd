package org.homekeep.core.backup.key;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;

/** What a key must be so that it encrypts and is found again on the day it is needed. */
public final class KeyRules {
  private static final int LONGEST = 1024;

  private KeyRules() {}

  /** Why nothing may be encrypted with a text as its key, as a sentence; empty when it may. */
  public static Optional<String> refusal(Secret key) {
    String text = key.reveal();
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.of(
          "The encryption key must have 1 to %d characters; leave it out or send null for none."
              .formatted(LONGEST));
    }
    if (!text.equals(text.strip())) {
      return Optional.of(
          "The encryption key begins or ends with a blank, which nobody sees on paper. Take it away.");
    }
    boolean readable =
        text.chars().noneMatch(Character::isISOControl)
            && KeyText.inKit("Encryption key:\n" + text + "\n").equals(List.of(key));
    return readable
        ? Optional.empty()
        : Optional.of(
            "This encryption key would not be found again in an emergency kit. Take another one: letters, digits and what stands between them, on one line, and not 28 letters and digits without dashes.");
  }
}
