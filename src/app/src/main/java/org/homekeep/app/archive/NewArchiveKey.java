package org.homekeep.app.archive;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.key.KeyText;

/**
 * The key that a new archive is encrypted with: one that comes back from whatever it is kept in. A
 * key that is read in another way when it is needed opens nothing, and nobody would notice before.
 */
final class NewArchiveKey {
  private NewArchiveKey() {}

  /**
   * The key in a text that holds it alone; nothing when the text is blank.
   *
   * @param text of a file or a variable
   * @param place how the file or variable is called
   */
  static Optional<Secret> alone(String text, String place) throws Trouble {
    if (text.isBlank()) {
      return Optional.empty();
    }
    String line = text.replaceFirst("\r?\n$", "");
    if (line.lines().count() > 1) {
      throw refused(
          "%s has more than one line, and a key is one line. Leave the key alone in it."
              .formatted(place));
    }
    Optional<Secret> groups = KeyText.groups(line);
    if (groups.isPresent()) {
      return groups;
    }
    if (!line.equals(line.strip())) {
      throw refused(
          "The key in %s begins or ends with a blank, which nobody sees on paper. Take it away."
              .formatted(place));
    }
    return Optional.of(readable(Secret.of(line)));
  }

  /** A key that an emergency kit gives back as it is. */
  static Secret readable(Secret key) throws Trouble {
    String kit = EmergencyKit.text(key, "archive.tar");
    if (key.reveal().chars().anyMatch(Character::isISOControl)
        || !KeyText.inKit(kit).equals(List.of(key))) {
      throw refused(
          "This key would not be found again in an emergency kit. Take another one: letters, digits and what stands between them, on one line, and not 28 letters and digits without dashes.");
    }
    return key;
  }

  private static Trouble refused(String sentence) {
    return new Trouble(Exit.KEY, sentence + " No archive was made.");
  }
}
