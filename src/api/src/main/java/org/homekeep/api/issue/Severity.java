package org.homekeep.api.issue;

import java.util.Locale;

/** How bad an issue is (framework.md §9.1). */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
