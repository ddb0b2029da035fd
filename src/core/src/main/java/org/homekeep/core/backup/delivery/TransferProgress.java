package org.homekeep.core.backup.delivery;

import java.util.OptionalLong;

/**
 * How much of an archive has arrived where it is to go.
 *
 * @param bytesPerSecond of late; empty while too little time has passed to say
 */
public record TransferProgress(long bytes, long totalBytes, OptionalLong bytesPerSecond) {

  /** At the present speed; empty when nothing moves. */
  public OptionalLong secondsLeft() {
    long rate = bytesPerSecond.orElse(0);
    return rate == 0
        ? OptionalLong.empty()
        : OptionalLong.of((Math.max(0, totalBytes - bytes) + rate - 1) / rate);
  }
}
