package org.homekeep.core.backup.manager;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.retention.Content;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Origin;

/** What the locations list, as retention sees it: each copy by what its own location says of it. */
final class Holdings {
  private final String instanceId;
  private final Safekeeping keeping;
  private final LocalAgent local;
  private final Predicate<String> isUnsent;

  /**
   * @param isUnsent whether the archive of a backup lies here only until locations have taken it
   */
  Holdings(String instanceId, Safekeeping keeping, LocalAgent local, Predicate<String> isUnsent) {
    this.instanceId = instanceId;
    this.keeping = keeping;
    this.local = local;
    this.isUnsent = isUnsent;
  }

  List<HeldCopy> of(Listing listing) {
    return listing.backups().stream()
        .flatMap(backup -> backup.copies().entrySet().stream())
        .filter(held -> !isPassing(held))
        .map(this::copy)
        .toList();
  }

  /** What is here only until it is sent is no copy that could stay or go. */
  private boolean isPassing(Map.Entry<String, AgentBackup> held) {
    return held.getKey().equals(LocalAgent.ID) && isUnsent.test(held.getValue().backupId());
  }

  private HeldCopy copy(Map.Entry<String, AgentBackup> held) {
    AgentBackup backup = held.getValue();
    return new HeldCopy(
        held.getKey(),
        backup.backupId(),
        date(backup),
        origin(held.getKey(), backup),
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

  private Origin origin(String agentId, AgentBackup backup) {
    if (keeping.policy().document().received().contains(backup.backupId())) {
      return Origin.UPLOADED;
    }
    if (!instanceId.equals(backup.extraMetadata().get("instance_id"))) {
      return Origin.FOREIGN;
    }
    if (agentId.equals(LocalAgent.ID) && local.isCopied(backup.backupId())) {
      // Somebody made a second file of it by hand, and both have the id of the backup.
      return Origin.MANUAL;
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
