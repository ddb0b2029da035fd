package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;

/** A whole archive on its way to a location, encrypted there and decrypted again. */
public final class FuzzTranscode {
  private static final ArchiveTranscoder TRANSCODER =
      new ArchiveTranscoder(bytes -> Arrays.fill(bytes, (byte) 7));

  private FuzzTranscode() {}

  /** Encrypts, and decrypts what came of it; and the size is the announced one. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] archive = FuzzInput.withChecksums(data);
    FuzzInput.typed(
        () -> {
          ArchiveMetadata metadata = ArchiveInspector.metadata(new ByteArrayInputStream(archive));
          TranscodedArchive encrypted =
              TRANSCODER.encrypted(
                  () -> new ByteArrayInputStream(archive),
                  archive.length,
                  metadata,
                  FuzzInput.KEY,
                  SecureTarVersion.V2);
          long size = 0;
          try (InputStream in = encrypted.open()) {
            byte[] buffer = new byte[8 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
              size += count;
            }
          }
          if (size != encrypted.size().orElseThrow()) {
            throw new AssertionError("Announced another size than there is.");
          }
          TranscodedArchive decrypted =
              TRANSCODER.decryptedForDownload(encrypted::open, FuzzInput.KEY);
          try (InputStream in = decrypted.open()) {
            FuzzInput.drain(in);
          }
        });
  }
}
