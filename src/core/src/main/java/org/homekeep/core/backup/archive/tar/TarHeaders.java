package org.homekeep.core.backup.archive.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header blocks of a member as bytes: ustar, with an extended header where that is too small.
 */
public final class TarHeaders {
  private static final long MAX_OCTAL_7 = 07777777L;
  private static final long MAX_OCTAL_11 = 077777777777L;
  private static final RawText EXTENDED_NAME = RawText.of("././@PaxHeader");

  private TarHeaders() {}

  /** The blocks of a member; no extended header when ustar holds everything. */
  public static byte[] encode(TarEntry entry) {
    byte[] records = extendedRecords(entry, false);
    return records.length == 0 ? ustar(entry) : withExtended(entry, records);
  }

  /**
   * The blocks of a member whose size is not known yet: always as many as with any other size, so
   * that they can be written again in place.
   */
  public static byte[] encodePatchable(TarEntry entry) {
    return withExtended(entry, extendedRecords(entry, true));
  }

  private static byte[] withExtended(TarEntry entry, byte[] records) {
    TarEntry extended =
        new TarEntry(
            EXTENDED_NAME,
            TarType.FILE,
            records.length,
            0,
            0,
            0,
            Instant.EPOCH,
            RawText.EMPTY,
            Map.of());
    byte[] first = block(extended, 'x');
    byte[] last = ustar(entry);
    int filled = records.length + TarFormat.padding(records.length);
    byte[] all = Arrays.copyOf(first, TarFormat.BLOCK + filled + TarFormat.BLOCK);
    System.arraycopy(records, 0, all, TarFormat.BLOCK, records.length);
    System.arraycopy(last, 0, all, TarFormat.BLOCK + filled, TarFormat.BLOCK);
    return all;
  }

  private static byte[] extendedRecords(TarEntry entry, boolean always) {
    Map<String, RawText> records = new TreeMap<>(entry.extra());
    RawText name = storedName(entry);
    if (!name.isAscii() || name.length() > TarFormat.NAME) {
      records.put("path", name);
    }
    if (!entry.link().isAscii() || entry.link().length() > TarFormat.NAME) {
      records.put("linkpath", entry.link());
    }
    if (entry.size() > MAX_OCTAL_11) {
      records.put("size", number(entry.size()));
    }
    if (outside(entry.uid(), MAX_OCTAL_7)) {
      records.put("uid", number(entry.uid()));
    }
    if (outside(entry.gid(), MAX_OCTAL_7)) {
      records.put("gid", number(entry.gid()));
    }
    Instant modified = entry.modified();
    if (always || modified.getNano() != 0 || outside(modified.getEpochSecond(), MAX_OCTAL_11)) {
      records.put("mtime", RawText.of(PaxTime.text(modified)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Readers take the records for UTF-8 unless told; Python's tarfile writes and knows the same.
    if (records.values().stream().anyMatch(value -> !value.isUtf8())) {
      out.writeBytes(record("hdrcharset", RawText.of("BINARY")));
    }
    records.forEach((key, value) -> out.writeBytes(record(key, value)));
    return out.toByteArray();
  }

  private static byte[] record(String key, RawText value) {
    byte[] keyBytes = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int body = keyBytes.length + value.length() + 1;
    int length = body;
    while (length != body + Integer.toString(length).length()) {
      length = body + Integer.toString(length).length();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(keyBytes);
    out.writeBytes(value.bytes());
    out.write('\n');
    return out.toByteArray();
  }

  private static byte[] ustar(TarEntry entry) {
    return block(entry, entry.type().flag());
  }

  private static byte[] block(TarEntry entry, char type) {
    byte[] block = new byte[TarFormat.BLOCK];
    text(block, 0, storedName(entry));
    octal(block, TarFormat.MODE_AT, 8, entry.mode() & 07777);
    octal(block, TarFormat.UID_AT, 8, fit(entry.uid(), MAX_OCTAL_7));
    octal(block, TarFormat.GID_AT, 8, fit(entry.gid(), MAX_OCTAL_7));
    octal(block, TarFormat.SIZE_AT, 12, fit(entry.size(), MAX_OCTAL_11));
    octal(block, TarFormat.MTIME_AT, 12, fit(entry.modified().getEpochSecond(), MAX_OCTAL_11));
    block[TarFormat.TYPE_AT] = (byte) type;
    text(block, TarFormat.LINK_AT, entry.link());
    byte[] magic = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
    System.arraycopy(magic, 0, block, TarFormat.MAGIC_AT, magic.length);
    Arrays.fill(block, TarFormat.CHECKSUM_AT, TarFormat.CHECKSUM_AT + 8, (byte) ' ');
    octal(block, TarFormat.CHECKSUM_AT, 7, unsignedSum(block));
    return block;
  }

  static long unsignedSum(byte[] block) {
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static RawText storedName(TarEntry entry) {
    boolean slash = entry.type() == TarType.DIRECTORY && !entry.name().endsWithSlash();
    return slash ? entry.name().concat(RawText.of("/")) : entry.name();
  }

  private static void text(byte[] block, int at, RawText value) {
    for (int i = 0; i < Math.min(TarFormat.NAME, value.length()); i++) {
      block[at + i] = (byte) value.at(i);
    }
  }

  /** Digits with leading zeros and a NUL: the form that every reader knows. */
  private static void octal(byte[] block, int at, int width, long value) {
    long rest = value;
    for (int i = width - 2; i >= 0; i--) {
      block[at + i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    block[at + width - 1] = 0;
  }

  private static boolean outside(long value, long max) {
    return value < 0 || value > max;
  }

  private static long fit(long value, long max) {
    return outside(value, max) ? 0 : value;
  }

  private static RawText number(long value) {
    return RawText.of(Long.toString(value));
  }
}
