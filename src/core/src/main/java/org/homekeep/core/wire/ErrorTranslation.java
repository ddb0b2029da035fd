package org.homekeep.core.wire;

import java.util.Map;

/**
 * Where the words of an error stand in the translations: {@code component.<domain>.exceptions.<key>
 * .message} (framework.md §1.2).
 *
 * @param placeholders what stands for the names in braces
 */
public record ErrorTranslation(String domain, String key, Map<String, String> placeholders) {
  public ErrorTranslation {
    placeholders = Map.copyOf(placeholders);
  }
}
