package org.homekeep.api.issue;

/** How bad an issue is (framework.md §9.1). */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
