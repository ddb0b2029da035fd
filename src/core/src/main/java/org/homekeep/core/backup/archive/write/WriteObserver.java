package org.homekeep.core.backup.archive.write;

/** Follows the writing of an archive and may stop it; called on the writing thread, often. */
public interface WriteObserver {
  /** So many bytes of files have been read since the beginning. */
  void bytesRead(long total);

  /** Whether to stop; the archive is then deleted. */
  boolean isCancelled();

  /** Does not look and never stops. */
  static WriteObserver none() {
    return new WriteObserver() {
      @Override
      public void bytesRead(long total) {
        // Nobody asked.
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
  }
}
