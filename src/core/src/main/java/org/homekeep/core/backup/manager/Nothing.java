package org.homekeep.core.backup.manager;

/** The one value of {@code Void}. */
final class Nothing {
  private Nothing() {}

  @SuppressWarnings("NullAway")
  static Void value() {
    return null;
  }
}
