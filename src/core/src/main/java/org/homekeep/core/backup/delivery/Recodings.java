package org.homekeep.core.backup.delivery;

import io.vertx.core.AsyncResult;

/** Hears how it went when archives were encrypted or decrypted for a location. */
@FunctionalInterface
public interface Recodings {

  /**
   * An archive was recoded and read back, or could not be.
   *
   * @param name of the backup
   */
  void recoded(String name, String agentId, AsyncResult<?> measured);
}
