package org.homekeep.api.backup;

/**
 * One upload of one backup to one location.
 *
 * @param backup what is uploaded, with its final size and protection
 * @param source the bytes
 * @param progress is told how many bytes have arrived so far; may be called from any thread
 * @param cancellation is asked between pieces
 */
public record BackupUpload(
    AgentBackup backup, ArchiveSource source, Progress progress, Cancellation cancellation) {

  /** Hears how far the upload is. */
  @FunctionalInterface
  public interface Progress {
    /** The number of bytes that the location has taken so far; may go back after a retry. */
    void uploaded(long bytes);
  }

  /** Tells whether the upload is still wanted. */
  @FunctionalInterface
  public interface Cancellation {
    /** Whether to stop as soon as possible and leave nothing behind at the location. */
    boolean isCancelled();
  }
}
