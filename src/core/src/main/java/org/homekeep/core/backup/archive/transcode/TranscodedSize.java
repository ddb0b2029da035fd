package org.homekeep.core.backup.archive.transcode;

import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.tar.TarFormat;

/** The size that a transcoded archive is announced with and padded to (backup.md §6.6). */
public final class TranscodedSize {
  private static final long CHUNK = 1L << 20;
  private static final long CHUNK_OVERHEAD = 17;

  private TranscodedSize() {}

  /** The size after transcoding in either direction. */
  public static long of(long size, ArchiveMetadata metadata) {
    long parts = (long) metadata.addOns().size() + metadata.folders().size();
    long n = parts + (metadata.homeAssistant().isPresent() ? 1 : 0) + 1;
    long overhead = CHUNK_OVERHEAD * Math.max(1, ceilDiv(size, CHUNK));
    return size + (n + ceilDiv(overhead, TarFormat.RECORD)) * TarFormat.RECORD;
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }
}
