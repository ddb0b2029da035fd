package org.homekeep.api.backup;

/**
 * One upload of one backup to one location.
 *
 * @param backup what is uploaded, with its final size and protection
 * @param source the bytes
 * @param progress is told how many bytes have arrived so far; may be called from any thread
 * @param cancellation is asked between pieces
 * @param note what the agent writes down in order to go on after an interruption
 */
public record BackupUpload(
    AgentBackup backup,
    ArchiveSource source,
    Progress progress,
    Cancellation cancellation,
    UploadNote note) {

  /** Hears how far the upload is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * The number of bytes that the location has so far, those of earlier attempts as well; may go
     * back after a retry. Bytes that a socket took may wait in it for seconds: the time left is
     * right when they do not count. Told once more, unchanged, when the first byte can move.
     */
    void uploaded(long bytes);

    /** How many of them are of earlier attempts, so that the speed is that of this one. */
    default void found(long bytes) {}
  }

  /** Tells whether the upload is still wanted. */
  @FunctionalInterface
  public interface Cancellation {
    /** Whether to stop as soon as possible, and how. */
    Wish wish();

    /** Whether to stop as soon as possible. */
    default boolean isCancelled() {
      return wish() != Wish.GO_ON;
    }
  }

  /** What the hub wants of a running upload. */
  public enum Wish {
    /** To be finished. */
    GO_ON,
    /** To end now. Another attempt goes on with what the location has got, so that it stays. */
    PAUSE,
    /** To end now and leave nothing behind at the location. */
    GIVE_UP
  }
}
