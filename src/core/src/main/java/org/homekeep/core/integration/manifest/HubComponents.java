package org.homekeep.core.integration.manifest;

import java.util.Set;

/**
 * The domains that are a part of the hub itself: an integration may depend on them, none may be
 * named like them, and none of them has a way of talking to something else.
 */
public final class HubComponents {
  private static final Set<String> ALL =
      Set.of(
          "auth",
          "backup",
          "config",
          "diagnostics",
          "frontend",
          "homeassistant",
          "homekeep",
          "http",
          "logger",
          "onboarding",
          "persistent_notification",
          "repairs",
          "system_health",
          "system_log",
          "websocket_api");

  private HubComponents() {}

  /** Whether a domain is a part of the hub. */
  public static boolean contain(String domain) {
    return ALL.contains(domain);
  }
}
