package org.homekeep.core.backup.archive.write;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;

/**
 * What is to be written.
 *
 * @param metadata its {@code isProtected} is set to whether there is a key
 * @param key encrypts every part
 * @param version counts only with a key
 * @param level of compression; counts only when the metadata says compressed
 */
public record ArchiveRequest(
    ArchiveMetadata metadata,
    List<PartSource> parts,
    Optional<Secret> key,
    SecureTarVersion version,
    CompressionLevel level) {
  public ArchiveRequest {
    metadata = metadata.withProtected(key.isPresent());
    parts = List.copyOf(parts);
    if (parts.stream().map(PartSource::name).distinct().count() != parts.size()) {
      throw new IllegalArgumentException("Two parts have the same name.");
    }
  }

  /** A request with the defaults: SecureTar 2, the standard level. */
  public static ArchiveRequest of(
      ArchiveMetadata metadata, List<PartSource> parts, Optional<Secret> key) {
    return new ArchiveRequest(metadata, parts, key, SecureTarVersion.V2, CompressionLevel.STANDARD);
  }

  /** The same in another SecureTar version. */
  public ArchiveRequest withVersion(SecureTarVersion other) {
    return new ArchiveRequest(metadata, parts, key, other, level);
  }
}
