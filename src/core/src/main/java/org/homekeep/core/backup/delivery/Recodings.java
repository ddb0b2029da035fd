package org.homekeep.core.backup.delivery;

import io.vertx.core.AsyncResult;
import org.homekeep.core.backup.agent.CopyId;

/** Hears how it went when archives were encrypted or decrypted for a location. */
@FunctionalInterface
public interface Recodings {

  /**
   * An archive was recoded and read back, or could not be.
   *
   * @param name of the backup
   */
  void recoded(CopyId copy, String name, AsyncResult<?> measured);
}
