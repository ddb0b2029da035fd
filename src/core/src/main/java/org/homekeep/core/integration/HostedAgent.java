package org.homekeep.core.integration;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntryError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A location of an integration, as the hub sees it: it cannot be harmed by calling it, and what it
 * answers is what a location may answer. Called on the hub's context, where its futures complete.
 *
 * <p>The code of the integration runs on the integration's own context. Who the location is, is
 * asked once, so that listing locations runs no foreign code.
 */
final class HostedAgent implements BackupAgent {
  private static final Logger LOG = LoggerFactory.getLogger(HostedAgent.class);

  /** Within this a method returns its future; what blocks belongs on the integration's workers. */
  private static final Duration RETURNED = Duration.ofSeconds(30);

  private static final int MOST_LOCATIONS = 100;
  private static final int LONGEST_TEXT = 200;

  private final BackupAgent agent;
  private final CallLane lane;
  private final String domain;
  private final String uniqueId;
  private final String name;
  private final boolean needsMd5;
  private String leftOut = "";

  private HostedAgent(BackupAgent agent, CallLane lane, String domain) throws ConfigEntryError {
    this.agent = agent;
    this.lane = lane;
    this.domain = domain;
    this.uniqueId = text(agent.uniqueId(), "id");
    this.name = text(agent.name(), "name");
    this.needsMd5 = agent.needsMd5();
    if (!domain.equals(agent.domain())) {
      throw new ConfigEntryError(
          "The location %s says that it belongs to another integration. Install another version of this one, or tell its author."
              .formatted(name));
    }
  }

  /**
   * The locations that an entry offers. Runs their code.
   *
   * @throws ConfigEntryError when one does not say who it is
   */
  static List<BackupAgent> all(String domain, @Nullable List<?> offered, CallLane lane)
      throws ConfigEntryError {
    if (offered == null || offered.size() > MOST_LOCATIONS) {
      throw new ConfigEntryError(
          "The integration does not say which locations it offers. Install another version of it,"
              + " or tell its author.");
    }
    List<BackupAgent> hosted = new ArrayList<>();
    for (Object each : offered.toArray()) {
      if (!(each instanceof BackupAgent agent)) {
        throw new ConfigEntryError(
            "The integration offers a location that is none. Install another version of it, or tell"
                + " its author.");
      }
      hosted.add(new HostedAgent(agent, lane, domain));
    }
    return List.copyOf(hosted);
  }

  private static String text(@Nullable String said, String what) throws ConfigEntryError {
    if (said == null
        || said.isBlank()
        || said.length() > LONGEST_TEXT
        || said.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigEntryError(
          "A location of the integration has no %s that can be used. Install another version of it, or tell its author."
              .formatted(what));
    }
    return said;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String uniqueId() {
    return uniqueId;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean needsMd5() {
    return needsMd5;
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return list().map(BackupList::backups);
  }

  @Override
  public Future<BackupList> list() {
    return ask("listing of backups", () -> agent.list())
        .compose(
            said -> ask("listing of backups", () -> Future.succeededFuture(BackupAnswers.of(said))))
        .map(this::sound);
  }

  private BackupList sound(BackupAnswers answers) {
    tellOdd(String.join(" ", answers.faults()));
    return new BackupList(answers.backups(), answers.missing());
  }

  /** What is odd is said once, and not at each look at the page. */
  private void tellOdd(String odd) {
    if (!odd.equals(leftOut)) {
      leftOut = odd;
      if (!odd.isEmpty()) {
        LOG.atWarn()
            .addKeyValue("agent_id", agentId())
            .addKeyValue("why", odd)
            .log("A location lists backups that cannot be understood; they are left out");
      }
    }
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return ask("description of a backup", () -> agent.getBackup(backupId))
        .compose(
            found ->
                ask(
                    "description of a backup",
                    () -> Future.succeededFuture(described(backupId, found))));
  }

  private AgentBackup described(String backupId, @Nullable Object found)
      throws BackupAgentException {
    if (found == null) {
      throw new BackupNotFoundException(backupId);
    }
    Optional<AgentBackup> sound = BackupAnswers.one(found);
    return sound
        .filter(backup -> backup.backupId().equals(backupId))
        .orElseThrow(
            () ->
                new BackupAgentException(
                    "The location %s describes the backup in a way that cannot be understood."
                        .formatted(name)));
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return ask("upload", () -> agent.uploadBackup(upload)).mapEmpty();
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return ask("download", () -> agent.downloadBackup(backupId, sink)).mapEmpty();
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return ask("deletion of a backup", () -> agent.deleteBackup(backupId)).mapEmpty();
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return ask("check sum of a backup", () -> agent.storedBytes(backupId))
        .map(HostedAgent::believable);
  }

  @Override
  public Future<Void> cleanUp(UploadNotes notes) {
    return ask("clean-up after uploads", () -> agent.cleanUp(notes)).mapEmpty();
  }

  private static Optional<StoredBytes> believable(@Nullable Object said) {
    return said instanceof Optional<?> known
            && known.isPresent()
            && known.get() instanceof StoredBytes bytes
        ? Optional.of(bytes)
        : Optional.empty();
  }

  private <T> Future<T> ask(String what, Callable<Future<T>> code) {
    return lane.begin(what, RETURNED, code);
  }
}
