package org.homekeep.core.auth;

import java.util.Optional;
import java.util.stream.Stream;

/** What a refresh token is for (framework.md §2.1). */
public enum TokenType {
  /** A client that logged in; expires when it is not used for 90 days. */
  NORMAL("normal"),
  /** The hub's own users. */
  SYSTEM("system"),
  /** A script, with one access token that lives as long as its maker wants. */
  LONG_LIVED("long_lived_access_token");

  private final String wire;

  TokenType(String wire) {
    this.wire = wire;
  }

  /** The name on the wire and on disk. */
  public String wire() {
    return wire;
  }

  static Optional<TokenType> of(String wire) {
    return Stream.of(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
