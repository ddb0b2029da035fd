package org.homekeep.api.flow;

import java.util.Map;
import java.util.Optional;
import org.homekeep.api.schema.Values;

/**
 * Something that an integration found by itself and that a person may want to add.
 *
 * @param uniqueId what tells it from other things of the domain; a domain has at most one open
 *     discovery without
 * @param title shown until it is added
 * @param data for the flow's first step; secrets stay what they are
 */
public record Discovery(Optional<String> uniqueId, String title, Values data) {

  /** What fills {@code flow_title} in the translations. */
  public Map<String, String> placeholders() {
    return Map.of("name", title);
  }
}
