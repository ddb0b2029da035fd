package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules for what comes with a file: its type, its info pairs and its SHA-1. */
final class FileInfo {
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,50}");
  private static final Pattern SHA1 = Pattern.compile("[0-9a-fA-F]{40}");
  private static final String RESERVED = "b2-";
  private static final String AUTO = "b2/x-auto";
  private static final String UNVERIFIED = "unverified:";
  private static final int MOST_BYTES = 7000;
  private static final int MOST_GUARDED_BYTES = 2048;

  private FileInfo() {}

  /**
   * How many bytes of info a file may have beside its name: fewer when it is encrypted, or in a
   * bucket with lock.
   */
  static int room(String fileName, JsonObject encryption, Bucket bucket) {
    int both =
        Encryption.isNone(encryption) && !bucket.fileLock() ? MOST_BYTES : MOST_GUARDED_BYTES;
    return both - Names.utf8(fileName);
  }

  static Map<String, String> of(JsonObject info, int room) {
    Map<String, String> checked = new TreeMap<>();
    info.forEach(
        entry -> {
          if (!(entry.getValue() instanceof String)) {
            throw B2Error.badRequest("fileInfo values must be strings: " + entry.getKey());
          }
          checked.put(entry.getKey(), (String) entry.getValue());
        });
    return of(checked, room);
  }

  /** Checks names and size; names become lower case. */
  static Map<String, String> of(Map<String, String> info, int room) {
    Map<String, String> checked = new TreeMap<>();
    long bytes = 0;
    for (Map.Entry<String, String> entry : info.entrySet()) {
      String name = entry.getKey().toLowerCase(Locale.ROOT);
      if (!NAME.matcher(name).matches()) {
        throw B2Error.badRequest("Invalid info name: " + entry.getKey());
      }
      if (name.startsWith(RESERVED) && !Downloads.SPECIAL.containsKey(name)) {
        throw B2Error.badRequest("Unknown info name, b2- is reserved: " + entry.getKey());
      }
      checked.put(name, entry.getValue());
      bytes += name.length() + Names.utf8(entry.getValue());
    }
    if (bytes > room) {
      throw B2Error.badRequest(
          "File info has more than the %d bytes that its file's name leaves".formatted(room));
    }
    return Map.copyOf(checked);
  }

  static String contentType(String given) {
    return given.equals(AUTO) ? "application/octet-stream" : given;
  }

  static boolean isSha1(String text) {
    return SHA1.matcher(text).matches();
  }

  /** The SHA-1 without the mark that nobody verified it. */
  static String plainSha1(String sha1) {
    return sha1.startsWith(UNVERIFIED) ? sha1.substring(UNVERIFIED.length()) : sha1;
  }

  static String unverified(String sha1) {
    return UNVERIFIED + sha1;
  }
}
