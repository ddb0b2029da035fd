package org.homekeep.core.integration;

import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;

/** An integration that was found and whose manifest is in order. */
public record InstalledIntegration(
    Manifest manifest, Integration integration, List<Tunable<?>> tunables) {
  public InstalledIntegration {
    tunables = List.copyOf(tunables);
  }

  public String domain() {
    return manifest.domain();
  }
}
