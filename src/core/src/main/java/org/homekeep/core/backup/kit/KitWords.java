package org.homekeep.core.backup.kit;

import java.util.Locale;
import java.util.Map;

/**
 * The words of an emergency kit in one language.
 *
 * @param locale how dates and numbers are written
 * @param texts {@code text.<key>} and {@code page.<key>} → what it says, with {@code {names}} for
 *     what changes; those of {@code emergency_kit} in {@code translations/backup}
 */
public record KitWords(Locale locale, Map<String, String> texts) {
  public KitWords {
    texts = Map.copyOf(texts);
  }

  /** What the machine is called that the hub runs on, as a location. */
  public String here() {
    return say("here");
  }

  /** A text; its key when there is none. */
  String say(String key) {
    return texts.getOrDefault(key, key);
  }

  /** A text with one value. */
  String say(String key, String name, Object value) {
    return say(key).replace("{" + name + "}", String.valueOf(value));
  }
}
