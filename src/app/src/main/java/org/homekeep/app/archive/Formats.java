package org.homekeep.app.archive;

import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.tar.TarType;

/** The formats in words: for people, and for scripts. */
final class Formats {
  private Formats() {}

  static String words(PartFormat format) {
    return switch (format) {
      case NOT_ENCRYPTED -> "not encrypted";
      case SECURETAR_1 -> "SecureTar 1 (AES-128)";
      case SECURETAR_2 -> "SecureTar 2 (AES-128)";
      case SECURETAR_3 -> "SecureTar 3 (XChaCha20-Poly1305)";
    };
  }

  /** The version of SecureTar; 0 without encryption. */
  static int version(PartFormat format) {
    return switch (format) {
      case NOT_ENCRYPTED -> 0;
      case SECURETAR_1 -> 1;
      case SECURETAR_2 -> 2;
      case SECURETAR_3 -> 3;
    };
  }

  static String word(TarType type) {
    return switch (type) {
      case FILE -> "file";
      case HARD_LINK -> "hard link";
      case SYMLINK -> "link";
      case DIRECTORY -> "directory";
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "device";
      case FIFO -> "pipe";
    };
  }
}
