package org.homekeep.core.backup.digest;

import java.util.Optional;
import org.homekeep.api.backup.StoredBytes.Algorithm;

/**
 * Size and checksums of the bytes of an archive.
 *
 * @param size in bytes
 * @param sha1 in lower-case hex
 * @param sha256 in lower-case hex
 * @param md5 in lower-case hex; empty when nobody needed it when they were read
 */
public record Digests(long size, String sha1, String sha256, Optional<String> md5) {

  /** Whether these are the same bytes, whatever else is known of them. */
  public boolean sameBytesAs(Digests other) {
    return size == other.size && sha1.equals(other.sha1) && sha256.equals(other.sha256);
  }

  /** One of the checksums; empty when it was not taken. */
  public Optional<String> checksum(Algorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> md5;
      case SHA_1 -> Optional.of(sha1);
      case SHA_256 -> Optional.of(sha256);
    };
  }
}
