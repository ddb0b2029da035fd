package org.homekeep.core.backup.manager;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells the backups of one data directory from those of another, without naming it. */
final class DirectoryMark {
  private static final int DIGITS = 16;

  private DirectoryMark() {}

  /** The mark of a directory of the hub with an instance id. */
  static String of(String instanceId, Path directory) {
    byte[] named = (instanceId + " " + directory).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(named);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
