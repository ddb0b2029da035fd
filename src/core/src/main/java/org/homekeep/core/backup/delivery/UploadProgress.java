package org.homekeep.core.backup.delivery;

import java.util.OptionalLong;

/**
 * How far an upload is.
 *
 * @param bytesPerSecond of late; empty while too little time has passed to say
 */
public record UploadProgress(long uploadedBytes, long totalBytes, OptionalLong bytesPerSecond) {

  /** At the present speed; empty when nothing moves. */
  public OptionalLong secondsLeft() {
    long rate = bytesPerSecond.orElse(0);
    return rate == 0
        ? OptionalLong.empty()
        : OptionalLong.of((Math.max(0, totalBytes - uploadedBytes) + rate - 1) / rate);
  }
}
