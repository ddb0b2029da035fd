package org.homekeep.app.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.key.KeyText;

/** The text file in which the key of a new archive is kept in a drawer. */
final class EmergencyKit {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private EmergencyKit() {}

  /** The text of a kit. */
  static String text(Secret key, String archive) {
    return """
        Homekeep emergency kit

        This is the encryption key of your backups. Without it they cannot be restored.

        Date: %s
        Archive: %s

        Encryption key:
        %s
        """
        .formatted(
            DATE.format(LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)),
            archive,
            key.reveal());
  }

  /**
   * Writes a kit to a file that does not exist, for its owner alone, waits for the disk and reads
   * it back. Whatever goes wrong, the file does not stay.
   */
  static void write(Path file, Secret key, String archive) throws IOException {
    FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean done = false;
    try (out) {
      ByteBuffer rest = ByteBuffer.wrap(text(key, archive).getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
      requireFound(file, key);
      NewFile.sync(NewFile.directory(file));
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void requireFound(Path file, Secret key) throws IOException {
    boolean found =
        KeyText.decode(Files.readAllBytes(file))
            .map(KeyText::inKit)
            .filter(List.of(key)::equals)
            .isPresent();
    if (!found) {
      throw new IOException("the key cannot be found in the emergency kit " + file);
    }
  }
}
