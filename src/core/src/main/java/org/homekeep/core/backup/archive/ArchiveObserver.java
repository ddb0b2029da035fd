package org.homekeep.core.backup.archive;

/**
 * Follows the writing or extracting of an archive and may stop it; called on that thread, often.
 */
public interface ArchiveObserver {
  /** So many bytes of files have been handled since the beginning. */
  void progressed(long bytes);

  /** All files are extracted, and now the disk is waited for, which may take as long again. */
  default void syncing() {}

  /** Whether to stop, which ends in {@link ArchiveException.Cancelled}. */
  boolean isCancelled();

  /** Does not look and never stops. */
  static ArchiveObserver none() {
    return new ArchiveObserver() {
      @Override
      public void progressed(long bytes) {
        // Nobody asked.
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
  }
}
