package org.homekeep.core.backup.archive.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.v3.StreamMarks;

/**
 * Where in the index the members and the checkpoints of a part are.
 *
 * @param compressed whether the part is gzip
 * @param memberCount in the section of members
 * @param checkpoints by the bytes of the inner tar that lie before them
 * @param marks of an encrypted stream, when the part is one
 */
record PartDirectory(
    String name,
    boolean compressed,
    long memberCount,
    Section members,
    NavigableMap<Long, Section> checkpoints,
    StreamMarks marks) {
  void write(DataOutput out) throws IOException {
    out.writeUTF(name);
    out.writeBoolean(compressed);
    out.writeLong(memberCount);
    members.write(out);
    out.writeShort(checkpoints.size());
    for (Map.Entry<Long, Section> checkpoint : checkpoints.entrySet()) {
      out.writeLong(checkpoint.getKey());
      checkpoint.getValue().write(out);
    }
    marks.write(out);
  }

  static PartDirectory read(DataInput in) throws IOException {
    String name = in.readUTF();
    boolean compressed = in.readBoolean();
    long memberCount = in.readLong();
    Section members = Section.read(in);
    NavigableMap<Long, Section> checkpoints = new TreeMap<>();
    int count = in.readUnsignedShort();
    if (count > Checkpoints.MAX) {
      throw new ArchiveException.Damaged("The index of the archive is damaged.");
    }
    for (int i = 0; i < count; i++) {
      checkpoints.put(in.readLong(), Section.read(in));
    }
    return new PartDirectory(
        name, compressed, memberCount, members, checkpoints, StreamMarks.read(in));
  }
}
