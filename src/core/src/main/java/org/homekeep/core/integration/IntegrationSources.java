package org.homekeep.core.integration;

import java.util.List;
import org.homekeep.api.Integration;

/**
 * Where a hub's integrations come from, beside the class path.
 *
 * @param given made by whoever starts the hub; they come first
 */
public record IntegrationSources(List<Integration> given) {
  public IntegrationSources {
    given = List.copyOf(given);
  }

  /** Those that everybody has. */
  public static IntegrationSources standard() {
    return new IntegrationSources(List.of());
  }
}
