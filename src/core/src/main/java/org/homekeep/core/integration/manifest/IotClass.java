package org.homekeep.core.integration.manifest;

import java.util.Locale;

/** How an integration talks to what it integrates (framework.md §6.1, {@code iot_class}). */
public enum IotClass {
  ASSUMED_STATE,
  CALCULATED,
  CLOUD_POLLING,
  CLOUD_PUSH,
  LOCAL_POLLING,
  LOCAL_PUSH;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
