package org.homekeep.core.integration.custom;

import java.util.Set;

/**
 * The packages that an integration and the hub have in common. A class of them is the hub's, also
 * when the integration brings a copy; of everything else of the hub an integration sees nothing.
 */
public final class SharedPackages {
  private static final String API = "org.homekeep.api";
  private static final Set<String> LIBRARIES =
      Set.of(
          "io.vertx.core",
          "io.vertx.core.buffer",
          "io.vertx.core.json",
          "org.jspecify.annotations",
          "org.slf4j",
          "org.slf4j.event",
          "org.slf4j.helpers",
          "org.slf4j.spi");

  private SharedPackages() {}

  /** Whether a class is the hub's for an integration, too. */
  public static boolean contain(String className) {
    int end = className.lastIndexOf('.');
    String name = end < 0 ? "" : className.substring(0, end);
    return name.equals(API) || name.startsWith(API + ".") || LIBRARIES.contains(name);
  }
}
