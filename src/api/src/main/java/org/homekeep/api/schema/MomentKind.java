package org.homekeep.api.schema;

/** What a {@link Field.Moment} asks for. */
public enum MomentKind {
  /** {@code 2026-01-31}. */
  DATE,
  /** {@code 23:59:59}. */
  TIME,
  /** {@code 2026-01-31 23:59:59}. */
  DATE_TIME
}
