package org.homekeep.core.runtime;

/** Stops and starts the hub from within. */
public interface HubControl {

  /**
   * Stops the hub and starts it again in the same process; a restore that was ordered is done in
   * between. Returns at once; connections are dropped.
   */
  void restart();
}
