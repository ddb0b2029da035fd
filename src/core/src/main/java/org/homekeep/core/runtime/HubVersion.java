package org.homekeep.core.runtime;

import java.util.Optional;

/** The version of this program, as the jar's manifest has it. */
public final class HubVersion {
  private HubVersion() {}

  /** Such as {@code 0.1.0}. */
  public static String text() {
    return Optional.ofNullable(HubVersion.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
