package org.homekeep.api;

/** Something that is armed and can be disarmed. */
@FunctionalInterface
public interface Cancellable {
  /** Disarms it; does nothing when it has ended already. */
  void cancel();
}
