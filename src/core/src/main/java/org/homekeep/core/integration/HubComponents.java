package org.homekeep.core.integration;

import java.util.Set;

/** The domains that are a part of the hub itself, so that an integration may depend on them. */
final class HubComponents {
  private static final Set<String> ALL =
      Set.of(
          "auth",
          "backup",
          "config",
          "diagnostics",
          "frontend",
          "homeassistant",
          "http",
          "onboarding",
          "repairs",
          "system_health",
          "system_log",
          "websocket_api");

  private HubComponents() {}

  static boolean contain(String domain) {
    return ALL.contains(domain);
  }
}
