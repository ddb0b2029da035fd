package org.homekeep.core.backup.config;

import java.util.OptionalLong;

/**
 * How much is kept (backup.md §3.4). What is empty sets no limit.
 *
 * @param copies at least one
 * @param days at least one
 */
public record Retention(OptionalLong copies, OptionalLong days) {
  /** Everything is kept. */
  public static final Retention FOREVER = new Retention(OptionalLong.empty(), OptionalLong.empty());
}
