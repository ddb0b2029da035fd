package org.homekeep.core.integration.manifest;

import java.util.Locale;

/** What kind of thing an integration is for (framework.md §6.1, {@code integration_type}). */
public enum IntegrationType {
  DEVICE,
  ENTITY,
  HARDWARE,
  HELPER,
  HUB,
  SERVICE,
  SYSTEM,
  VIRTUAL;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
