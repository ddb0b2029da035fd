package org.homekeep.core.backup.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveMetadata.HomeAssistant;
import org.homekeep.core.backup.archive.gzip.ParallelCompressor;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.archive.write.WrittenArchive;

/** Archives of Homekeep's own, with fixed time and randomness. */
final class TestArchives {
  /** How parts are protected. */
  enum Protection {
    NONE(PartFormat.NOT_ENCRYPTED),
    V2(PartFormat.SECURETAR_2),
    V3(PartFormat.SECURETAR_3);

    final PartFormat format;

    Protection(PartFormat format) {
      this.format = format;
    }

    Optional<Secret> key() {
      return this == NONE ? Optional.empty() : Optional.of(Vectors.KEY);
    }

    SecureTarVersion version() {
      return this == V3 ? SecureTarVersion.V3 : SecureTarVersion.V2;
    }
  }

  static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-30T13:42:12.345678Z"), ZoneOffset.UTC);

  private TestArchives() {}

  static ArchiveMetadata metadata(boolean compressed) {
    return new ArchiveMetadata(
        "27e0ff0f",
        "Custom backup ü",
        "2026-01-30T05:42:12.345678-08:00",
        compressed,
        false,
        Map.of("instance_id", "abc", "with_automatic_settings", false),
        Optional.of(new HomeAssistant("2026.1.0", false)),
        List.of(),
        List.of(),
        "partial",
        2);
  }

  static ArchiveWriter writer() {
    return new ArchiveWriter(new Random(1)::nextBytes, CLOCK, ParallelCompressor.create());
  }

  static PartSource part(Path directory) {
    return PartSource.homeAssistant(
        directory, Exclusions.homeAssistant(true), Map.of(), Omissions.none());
  }

  static ArchiveRequest request(PartSource part, Protection protection, boolean compressed) {
    return ArchiveRequest.of(metadata(compressed), List.of(part), protection.key())
        .withVersion(protection.version());
  }

  static WrittenArchive write(Path directory, Path archive, Protection protection)
      throws IOException {
    return writer()
        .write(request(part(directory), protection, true), archive, ArchiveObserver.none());
  }
}
