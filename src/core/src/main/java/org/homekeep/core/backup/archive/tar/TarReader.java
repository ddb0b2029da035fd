package org.homekeep.core.backup.archive.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * Reads members one after the other from a stream: ustar, PAX, and GNU's long names and numbers.
 *
 * <p>{@link #next} goes to the next header, over what is left of the data before; {@link #body} is
 * the data of the current member. A tar without its end mark counts as truncated. The stream given
 * belongs to the caller.
 */
public final class TarReader {
  /** Times beyond the year 10,000 are noise. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  /** So that a size and its padding can be added. */
  private static final long MAX_SIZE = Long.MAX_VALUE - TarFormat.BLOCK;

  /** Records are copied for each member; those for all members are copied a million times. */
  private static final int MAX_RECORDS = 1_000;

  private static final int MAX_GLOBAL_RECORDS = 100;

  private final InputStream in;
  private final Map<String, RawText> global = new HashMap<>();
  private TarBody body;
  private int padding;
  private long globalBytes;
  private long memberBytes;
  private boolean ended;

  public TarReader(InputStream in) {
    this.in = in;
    this.body = new TarBody(in, 0);
  }

  /** The next member; nothing at the end mark, and ever after. */
  public Optional<TarEntry> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    skipBody();
    memberBytes = globalBytes;
    Map<String, RawText> records = new HashMap<>(global);
    while (true) {
      byte[] block = readBlock();
      if (TarFormat.isZero(block)) {
        ended = true;
        return Optional.empty();
      }
      if (!TarFields.checksumMatches(block)) {
        throw new ArchiveException.Damaged("A tar header is damaged: its checksum does not match.");
      }
      switch (block[TarFormat.TYPE_AT]) {
        case 'x' -> {
          records.putAll(PaxRecords.parse(readExtended(block)));
          checkCount(records, MAX_RECORDS);
        }
        case 'g' -> {
          global.putAll(PaxRecords.parse(readExtended(block)));
          checkCount(global, MAX_GLOBAL_RECORDS);
          // Kept to the end of the tar, so it counts to the end of the tar.
          globalBytes = memberBytes;
          records.putAll(global);
        }
        case 'L' -> records.put("path", longName(block));
        case 'K' -> records.put("linkpath", longName(block));
        default -> {
          return Optional.of(member(block, records));
        }
      }
    }
  }

  private static void checkCount(Map<String, RawText> records, int most) throws ArchiveException {
    if (records.size() > most) {
      throw new ArchiveException.LimitExceeded(
          "The extended tar headers have more than " + most + " records; they are not read.");
    }
  }

  /** The data of the current member; closing it does nothing. */
  public InputStream body() {
    return body;
  }

  private TarEntry member(byte[] block, Map<String, RawText> records) throws ArchiveException {
    refuseSparse(records);
    RawText name = name(block, records);
    TarType type = type(block, name);
    long announced = number(records.remove("size"), block, TarFormat.SIZE_AT, 12);
    if (announced < 0 || announced > MAX_SIZE) {
      throw new ArchiveException.Damaged("The size of member " + name + " cannot be read.");
    }
    long size = type == TarType.FILE ? announced : 0;
    body = new TarBody(in, size);
    padding = TarFormat.padding(size);
    RawText link = records.remove("linkpath");
    long uid = number(records.remove("uid"), block, TarFormat.UID_AT, 8);
    long gid = number(records.remove("gid"), block, TarFormat.GID_AT, 8);
    Instant modified = modified(records.remove("mtime"), block);
    records.remove("hdrcharset");
    return new TarEntry(
        name,
        type,
        size,
        (int) (TarFields.number(block, TarFormat.MODE_AT, 8) & 07777),
        uid,
        gid,
        modified,
        link == null ? TarFields.text(block, TarFormat.LINK_AT, TarFormat.NAME) : link,
        records);
  }

  private static void refuseSparse(Map<String, RawText> records) throws ArchiveException {
    for (String key : records.keySet()) {
      if (key.startsWith("GNU.sparse.")) {
        throw new ArchiveException.Unsupported("The archive has a sparse file, which is not read.");
      }
    }
  }

  private static RawText name(byte[] block, Map<String, RawText> records) {
    RawText path = records.remove("path");
    if (path != null) {
      return path;
    }
    RawText name = TarFields.text(block, 0, TarFormat.NAME);
    boolean posix = block[TarFormat.MAGIC_AT + 5] == 0 && block[TarFormat.MAGIC_AT] == 'u';
    if (!posix) {
      return name;
    }
    return TarFields.text(block, TarFormat.PREFIX_AT, TarFormat.PREFIX).child(name);
  }

  private static TarType type(byte[] block, RawText name) throws ArchiveException {
    return switch (block[TarFormat.TYPE_AT]) {
      case 0 -> name.endsWithSlash() ? TarType.DIRECTORY : TarType.FILE;
      case '0', '7' -> TarType.FILE;
      case '1' -> TarType.HARD_LINK;
      case '2' -> TarType.SYMLINK;
      case '3' -> TarType.CHARACTER_DEVICE;
      case '4' -> TarType.BLOCK_DEVICE;
      case '5' -> TarType.DIRECTORY;
      case '6' -> TarType.FIFO;
      default ->
          throw new ArchiveException.Unsupported(
              "Member " + name + " is of a kind that is not read.");
    };
  }

  private static long number(@Nullable RawText record, byte[] block, int at, int width)
      throws ArchiveException {
    if (record == null) {
      return TarFields.number(block, at, width);
    }
    try {
      return Long.parseLong(record.toString());
    } catch (NumberFormatException e) {
      throw new ArchiveException.Damaged("An extended tar header has a bad number.", e);
    }
  }

  private static Instant modified(@Nullable RawText record, byte[] block) throws ArchiveException {
    Optional<Instant> exact = record == null ? Optional.empty() : PaxTime.parse(record.toString());
    if (exact.isPresent() && isTime(exact.get().getEpochSecond())) {
      return exact.get();
    }
    long seconds = TarFields.number(block, TarFormat.MTIME_AT, 12);
    return isTime(seconds) ? Instant.ofEpochSecond(seconds) : Instant.EPOCH;
  }

  private static boolean isTime(long seconds) {
    return seconds >= -MAX_SECONDS && seconds <= MAX_SECONDS;
  }

  private RawText longName(byte[] block) throws IOException {
    byte[] data = readExtended(block);
    int length = data.length;
    while (length > 0 && data[length - 1] == 0) {
      length--;
    }
    return RawText.of(data).slice(0, length);
  }

  private byte[] readExtended(byte[] block) throws IOException {
    long size = TarFields.number(block, TarFormat.SIZE_AT, 12);
    if (size < 0 || size > TarFormat.MAX_EXTENDED - memberBytes) {
      throw new ArchiveException.LimitExceeded(
          "The extended tar headers of a member are larger than 1 MiB; they are not read.");
    }
    memberBytes += size;
    byte[] data = in.readNBytes((int) size);
    if (data.length < size) {
      throw truncated();
    }
    skip(TarFormat.padding(size));
    return data;
  }

  private byte[] readBlock() throws IOException {
    byte[] block = in.readNBytes(TarFormat.BLOCK);
    if (block.length < TarFormat.BLOCK) {
      throw truncated();
    }
    return block;
  }

  private void skipBody() throws IOException {
    skip(body.remaining() + padding);
    body.end();
    padding = 0;
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw truncated();
    }
  }

  private static ArchiveException truncated() {
    return new ArchiveException.Truncated("The tar ends too early: it was cut short.");
  }
}
