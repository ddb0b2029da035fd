package org.homekeep.core.backup.archive.extract;

/** Follows an extraction and may stop it; called on the extracting thread, often. */
public interface ExtractObserver {
  /** So many bytes of files have been written since the beginning. */
  void bytesWritten(long total);

  /** Whether to stop. */
  boolean isCancelled();

  /** Does not look and never stops. */
  static ExtractObserver none() {
    return new ExtractObserver() {
      @Override
      public void bytesWritten(long total) {
        // Nobody asked.
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
  }
}
