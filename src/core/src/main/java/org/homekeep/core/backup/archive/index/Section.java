package org.homekeep.core.backup.archive.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * A range of the body of an index.
 *
 * @param at where it begins
 * @param length its bytes there
 */
record Section(long at, long length) {
  void write(DataOutput out) throws IOException {
    out.writeLong(at);
    out.writeLong(length);
  }

  static Section read(DataInput in) throws IOException {
    Section section = new Section(in.readLong(), in.readLong());
    if (section.at < 0 || section.length < 0) {
      throw new ArchiveException.Damaged("The index of the archive is damaged.");
    }
    return section;
  }
}
