package org.homekeep.core.backup.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.BackupId;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.backup.snapshot.Snapshot;

/** Makes archives that no hub of the simulation makes. */
final class Archives {
  private Archives() {}

  /** A plain archive of another hub. */
  static Supplies.Foreign foreign(ArchiveEngine engine, MemoryDisk disk, int number)
      throws IOException {
    String name = "Of others %d".formatted(number);
    String date = "2024-0%d-01T12:00:00.000000+01:00".formatted(number + 1);
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            BackupId.of(date, name),
            name,
            date,
            false,
            Map.of("instance_id", "ffff", "with_automatic_settings", true),
            new ArchiveMetadata.HomeAssistant("2024.12.0", false));
    Path file = disk.path("/hub/foreign%d.tar".formatted(number));
    DataDirectory home =
        new DataDirectory(disk.path("/home"), true, Set.of(), Duration.ofSeconds(1));
    try (Snapshot snapshot = home.snapshot(disk.path("/hub"))) {
      engine.write(
          metadata, List.of(home.source(snapshot)), Optional.empty(), file, ArchiveObserver.none());
    }
    return new Supplies.Foreign(engine.describe(file), Content.of(Files.readAllBytes(file)));
  }
}
