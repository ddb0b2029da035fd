package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;

/** A whole archive, as somebody without its key looks at it. */
public final class FuzzArchive {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(100_000, 64 << 20, 2_000);

  private FuzzArchive() {}

  /** Looks at an archive and verifies it. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] archive = FuzzInput.withChecksums(data);
    FuzzInput.typed(() -> ArchiveInspector.metadata(stream(archive)));
    FuzzInput.typed(() -> new ArchiveVerifier(Optional.empty(), LIMITS).verify(stream(archive)));
  }

  private static InputStream stream(byte[] archive) {
    return new ByteArrayInputStream(archive);
  }
}
