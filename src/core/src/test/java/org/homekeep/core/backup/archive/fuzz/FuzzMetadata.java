package org.homekeep.core.backup.archive.fuzz;

import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.MetadataJson;

/** The backup.json reader and writer. */
public final class FuzzMetadata {
  private FuzzMetadata() {}

  /** What can be read can be written again, and says the same. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput.typed(
        () -> {
          ArchiveMetadata metadata = MetadataJson.parse(data);
          ArchiveMetadata rewritten = MetadataJson.parse(MetadataJson.rewrite(data, true));
          if (!rewritten.isProtected() || !rewritten.slug().equals(metadata.slug())) {
            throw new AssertionError("Rewriting changed what the backup is.");
          }
          MetadataJson.parse(MetadataJson.write(metadata));
        });
  }
}
