package org.homekeep.core.integration;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
import org.homekeep.core.integration.custom.OwnClasses;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.integration.manifest.Origin;

/**
 * An integration that was found and whose manifest is in order.
 *
 * @param overwritesBuiltIn whether it took the place of one that is part of Homekeep
 */
public record InstalledIntegration(
    Manifest manifest,
    Integration integration,
    List<Tunable<?>> tunables,
    Origin origin,
    boolean overwritesBuiltIn) {
  public InstalledIntegration {
    tunables = List.copyOf(tunables);
  }

  public String domain() {
    return manifest.domain();
  }

  /** The manifest as clients get it. */
  public JsonObject wire() {
    return manifest.wire(origin, overwritesBuiltIn);
  }

  /** The classes that its code runs with. */
  OwnClasses classes() {
    return OwnClasses.of(integration.getClass().getClassLoader());
  }
}
