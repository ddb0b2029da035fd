package org.homekeep.core.backup.archive.securetar;

import org.homekeep.core.backup.archive.ArchiveException;

/**
 * A cipher as a walk over blocks, in one direction and for one part.
 *
 * <p>{@link #update} gets full blocks as long as more data follows, {@link #finish} the last block,
 * full or not, which is empty only when all data is. {@link BlockInput} and {@link BlockOutput}
 * make streams of it.
 */
public interface BlockTransform {
  /** Bytes of a full block. */
  int blockSize();

  /** The most bytes that one block becomes. */
  int maxOutput();

  /** Transforms a full block after which more follows; gives the bytes put into {@code out}. */
  int update(byte[] in, byte[] out) throws ArchiveException;

  /** Transforms the last block; gives the bytes put into {@code out}. */
  int finish(byte[] in, int length, byte[] out) throws ArchiveException;
}
