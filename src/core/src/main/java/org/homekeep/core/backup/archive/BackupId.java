package org.homekeep.core.backup.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** How the id of a backup follows from its date and name (backup.md §1.1). */
public final class BackupId {
  private static final int BYTES = 4;

  private BackupId() {}

  /** Eight hexadecimal digits. */
  public static String of(String date, String name) {
    String text = (date + " - " + name).toLowerCase(Locale.ROOT);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-1.", impossible);
    }
  }
}
