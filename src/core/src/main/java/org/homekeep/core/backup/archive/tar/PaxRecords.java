package org.homekeep.core.backup.archive.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * Parses the records of an extended header: {@code "<length> <key>=<value>\n"}, again and again.
 */
final class PaxRecords {
  private static final int MAX_LENGTH_DIGITS = 8;

  private PaxRecords() {}

  static Map<String, RawText> parse(byte[] data) throws ArchiveException {
    Map<String, RawText> records = new LinkedHashMap<>();
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int blank = indexOf(data, ' ', at, Math.min(data.length, at + MAX_LENGTH_DIGITS));
      int end = at + length(data, at, blank);
      if (end > data.length || end <= blank + 1 || data[end - 1] != '\n') {
        throw bad();
      }
      int equals = indexOf(data, '=', blank + 1, end);
      String key = new String(data, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      records.put(key, RawText.of(Arrays.copyOfRange(data, equals + 1, end - 1)));
      at = end;
    }
    return records;
  }

  private static int length(byte[] data, int from, int to) throws ArchiveException {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (data[i] < '0' || data[i] > '9') {
        throw bad();
      }
      value = value * 10 + data[i] - '0';
    }
    return value;
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) throws ArchiveException {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    throw bad();
  }

  private static ArchiveException bad() {
    return new ArchiveException.Damaged("An extended tar header cannot be read.");
  }
}
