package org.homekeep.core.runtime;

import java.util.UUID;

/** Ids in Home Assistant's older form: 32 hex digits that nobody can guess. */
public final class HexId {
  private HexId() {}

  /** A new id. */
  public static String next() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
