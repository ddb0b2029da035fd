package org.homekeep.core.backup.archive.index;

import java.nio.channels.FileChannel;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** A range of a file. Behind its end there is nothing to read. */
record FileRange(FileChannel file, long start, long size) implements Seekable {
  @Override
  public RangeInput from(long offset) {
    return new RangeInput(file, start + offset, start + size);
  }
}
