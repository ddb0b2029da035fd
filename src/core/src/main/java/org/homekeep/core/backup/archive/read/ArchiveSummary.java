package org.homekeep.core.backup.archive.read;

import java.util.List;
import org.homekeep.core.backup.archive.ArchiveMetadata;

/** Metadata and parts of an archive, without opening any part. */
public record ArchiveSummary(ArchiveMetadata metadata, List<PartInfo> parts) {
  public ArchiveSummary {
    parts = List.copyOf(parts);
  }
}
