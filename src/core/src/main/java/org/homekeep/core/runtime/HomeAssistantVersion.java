package org.homekeep.core.runtime;

/** The release of Home Assistant whose protocol the hub speaks, and which clients are told. */
public final class HomeAssistantVersion {
  /** Calendar version: year, month, patch. */
  public static final String CURRENT = "2026.8.1";

  private HomeAssistantVersion() {}
}
