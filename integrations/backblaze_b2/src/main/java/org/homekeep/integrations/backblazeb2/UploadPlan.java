package org.homekeep.integrations.backblazeb2;

/**
 * How an archive is cut into parts; a pure function of its size.
 *
 * <p>Parts are held in memory while they are sent: B2 asks for the SHA-1 before the bytes, a part
 * may have to be sent again, and the archive is read only once. Reading ranges again instead would
 * encrypt the archive from its start for every part. A second buffer lets the next part be filled
 * while one is sent, and a third helps a line that is faster than two connections; more would not
 * fit a hub that lives in less than 100 MB.
 *
 * @param partSize bytes in each part but the last
 * @param parts how many there are; 1 is sent as a file in one piece
 * @param buffers how many parts are in memory at once at most; the options may allow fewer, and so
 *     may other uploads that need the memory
 */
record UploadPlan(int partSize, int parts, int buffers) {
  /** What the buffers of all uploads together may take. */
  static final int MEMORY = 48 * 1024 * 1024;

  private static final int MAX_PARTS = 10_000;

  /** The largest archive that fits: 10,000 parts of {@link #MEMORY}, about 503 GB. */
  static final long MAX_SIZE = (long) MEMORY * MAX_PARTS;

  /**
   * The plan for an archive.
   *
   * @throws B2FailureException when it is larger than {@link #MAX_SIZE}
   */
  static UploadPlan of(long size, long smallestPart, Settings settings) throws B2FailureException {
    long neededForCount = (size + MAX_PARTS - 1) / MAX_PARTS;
    long partSize =
        Math.max(Math.max(smallestPart, settings.partSize()), Math.max(neededForCount, 1));
    if (partSize > MEMORY) {
      throw new B2FailureException(
          new B2Failure.BadRequest(
              "archive_too_large",
              "An archive of %,d bytes is larger than the %,d that can be sent. Leave folders out"
                      .formatted(size, MAX_SIZE)
                  + " of the backup"));
    }
    long parts = Math.max(1, (size + partSize - 1) / partSize);
    int buffers =
        (int) Math.min(Math.min(EntryOptions.MOST_PARTS_IN_FLIGHT, MEMORY / partSize), parts);
    return new UploadPlan((int) partSize, (int) parts, Math.max(1, buffers));
  }

  /** How many bytes the part has; parts count from 1. */
  int lengthOf(int part, long size) {
    return (int) Math.min(partSize, size - (long) (part - 1) * partSize);
  }
}
