package org.homekeep.core.backup.manager;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.retention.Content;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Origin;

/** What the locations list, as retention sees it: each copy by what its own location says of it. */
final class Holdings {
  private final String instanceId;
  private final Safekeeping keeping;

  Holdings(String instanceId, Safekeeping keeping) {
    this.instanceId = instanceId;
    this.keeping = keeping;
  }

  List<HeldCopy> of(Listing listing) {
    return listing.backups().stream()
        .flatMap(backup -> backup.copies().entrySet().stream().map(this::copy))
        .toList();
  }

  private HeldCopy copy(Map.Entry<String, AgentBackup> held) {
    AgentBackup backup = held.getValue();
    return new HeldCopy(
        held.getKey(),
        backup.backupId(),
        date(backup),
        origin(backup),
        keeping.policy().document().pinned().contains(backup.backupId()),
        keeping.ledger().verification(held.getKey(), backup).isPresent(),
        content(backup));
  }

  private static Content content(AgentBackup backup) {
    String folders =
        backup.folders().stream().map(Folder::wireName).sorted().collect(Collectors.joining(" "));
    return new Content(
        backup.size(),
        (backup.databaseIncluded() ? "database " : "") + folders,
        backup.extraMetadata().get(NewBackup.DIRECTORY) instanceof String directory
            ? Optional.of(directory)
            : Optional.empty());
  }

  private Origin origin(AgentBackup backup) {
    if (keeping.policy().document().received().contains(backup.backupId())) {
      return Origin.UPLOADED;
    }
    if (!instanceId.equals(backup.extraMetadata().get("instance_id"))) {
      return Origin.FOREIGN;
    }
    return Boolean.TRUE.equals(backup.extraMetadata().get("with_automatic_settings"))
        ? Origin.AUTOMATIC
        : Origin.MANUAL;
  }

  /** A backup whose date cannot be read is never judged by it. */
  private static Optional<Instant> date(AgentBackup backup) {
    try {
      return Optional.of(OffsetDateTime.parse(backup.date()).toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
