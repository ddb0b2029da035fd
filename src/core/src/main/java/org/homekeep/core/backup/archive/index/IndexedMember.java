package org.homekeep.core.backup.archive.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * A member of a part, and where its data is.
 *
 * @param part its name, for instance {@code homeassistant}
 * @param name path as it stands in the tar, for instance {@code data/configuration.yaml}
 * @param size bytes of data; 0 for all but files
 * @param mode permission bits, octal 07777
 * @param link where a link points to, else empty
 * @param offset of its data in the tar
 */
public record IndexedMember(
    String part,
    RawText name,
    TarType type,
    long size,
    int mode,
    Instant modified,
    RawText link,
    long offset) {
  /** The longest name or link; tar headers are read up to this size. */
  private static final int MAX_TEXT = 1 << 20;

  static IndexedMember of(String part, TarEntry entry, long offset) {
    return new IndexedMember(
        part,
        entry.name(),
        entry.type(),
        entry.size(),
        entry.mode(),
        entry.modified(),
        entry.link(),
        offset);
  }

  void write(DataOutput out) throws IOException {
    write(out, name);
    out.writeUTF(type.name());
    out.writeLong(size);
    out.writeShort(mode);
    out.writeLong(modified.getEpochSecond());
    out.writeInt(modified.getNano());
    write(out, link);
    out.writeLong(offset);
  }

  static IndexedMember read(String part, DataInput in) throws IOException {
    RawText name = text(in);
    TarType type = type(in.readUTF());
    long size = in.readLong();
    int mode = in.readUnsignedShort();
    long second = in.readLong();
    int nano = in.readInt();
    RawText link = text(in);
    long offset = in.readLong();
    if (size < 0 || offset < 0) {
      throw damaged();
    }
    return new IndexedMember(part, name, type, size, mode, time(second, nano), link, offset);
  }

  private static TarType type(String name) throws ArchiveException {
    try {
      return TarType.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static Instant time(long second, int nano) throws ArchiveException {
    try {
      return Instant.ofEpochSecond(second, nano);
    } catch (DateTimeException | ArithmeticException e) {
      throw damaged();
    }
  }

  private static void write(DataOutput out, RawText text) throws IOException {
    out.writeInt(text.length());
    out.write(text.bytes());
  }

  private static RawText text(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_TEXT) {
      throw damaged();
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return RawText.of(bytes);
  }

  private static ArchiveException damaged() {
    return new ArchiveException.Damaged("The index of the archive is damaged.");
  }
}
