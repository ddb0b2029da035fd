package org.homekeep.core.backup.archive.gzip;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.inflate.InflateCheckpoint;

/**
 * A place in a gzip stream from which it can be read without what lies before.
 *
 * @param earlierMembers bytes that the gzip members before this one hold
 * @param member the place in the present member
 */
public record GunzipCheckpoint(long earlierMembers, InflateCheckpoint member) {
  /** The byte of the compressed stream to begin with. */
  public long inputByte() {
    return member.inputByte();
  }

  /** The bytes that were inflated before this place. */
  public long output() {
    return earlierMembers + member.output();
  }

  /** Writes it for {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(earlierMembers);
    member.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ArchiveException.Damaged when it cannot be
   */
  public static GunzipCheckpoint read(DataInput in) throws IOException {
    long earlierMembers = in.readLong();
    if (earlierMembers < 0) {
      throw new ArchiveException.Damaged("A checkpoint of compressed data is damaged.");
    }
    return new GunzipCheckpoint(earlierMembers, InflateCheckpoint.read(in));
  }
}
