package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.audit.AuditPage;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.ledger.Damage;
import org.homekeep.core.backup.ledger.Verification;
import org.homekeep.core.backup.policy.PolicyDocument;
import org.homekeep.core.backup.policy.PolicyUpdate;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.backup.retention.RetentionPolicy;
import org.homekeep.core.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people see and set of keeping and deleting. Touched on the hub's context. */
public final class Keeping {
  private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

  private final Safekeeping safekeeping;
  private final ConfigStore store;
  private final Clock clock;
  private final Catalogue catalogue;
  private final Deletions deletions;
  private final Pruner pruner;

  Keeping(
      Safekeeping safekeeping,
      ConfigStore store,
      Clock clock,
      Catalogue catalogue,
      Deletions deletions,
      Pruner pruner) {
    this.safekeeping = safekeeping;
    this.store = store;
    this.clock = clock;
    this.catalogue = catalogue;
    this.deletions = deletions;
    this.pruner = pruner;
  }

  /** Our settings in force. */
  public PolicyDocument policy() {
    return safekeeping.policy().document();
  }

  /** Changes our settings; when the future succeeds, they are on the disk. */
  public Future<Void> update(JsonObject update) {
    return safekeeping.policy().update(update);
  }

  /** Keeps a backup that exists from retention, from now on. */
  public Future<Void> pin(String backupId) {
    return deletions.reprieves().sparing(backupId, () -> pinIfThere(backupId));
  }

  private Future<Void> pinIfThere(String backupId) {
    return catalogue
        .find(backupId)
        .compose(
            found ->
                found.backups().isEmpty() && found.agentErrors().isEmpty()
                    ? Future.failedFuture(
                        new WireException(
                            WireException.NOT_FOUND,
                            "There is no backup %s at any location.".formatted(backupId)))
                    : safekeeping.policy().pin(backupId));
  }

  /** Leaves a backup to retention again. */
  public Future<Void> unpin(String backupId) {
    return safekeeping.policy().unpin(backupId);
  }

  /** Somebody says that the backups which are in doubt hold the home as it is. */
  public Future<Void> confirmHome() {
    return catalogue
        .list()
        .compose(listing -> safekeeping.policy().confirm(pruner.doubted(listing)))
        .compose(confirmed -> pruner.look());
  }

  /** Somebody has looked through the settings, after their file was damaged. */
  public Future<Void> confirmSettings() {
    return safekeeping.policy().trust().compose(confirmed -> pruner.look());
  }

  /** Somebody has said in the repairs that an issue is settled. */
  public void settled(String issueId) {
    Future<Void> done = Future.succeededFuture();
    if (RetentionIssues.isAboutHome(issueId)) {
      done = confirmHome();
    } else if (RetentionIssues.isAboutSettings(issueId)) {
      done = confirmSettings();
    }
    done.onFailure(
        why -> LOG.atError().setCause(why).log("What somebody confirmed is not written yet"));
  }

  /** Completes when no pruning is under way. */
  public Future<Void> settled() {
    return pruner.settled();
  }

  /** Lines of the log of deletions. */
  public Future<AuditPage> audit(OptionalLong before, int count) {
    return safekeeping.audit().page(before, count);
  }

  /**
   * What would become of every copy.
   *
   * @param listing what the locations answered; those with an error are in no judgement
   */
  public record Preview(Listing listing, List<Judgement> judgements) {}

  /**
   * What the next pruning would do at the locations that answer soon.
   *
   * @param homeAssistant of the shape of {@code backup/config/update}, in place of what is saved
   * @param own of the shape of {@code homekeep/backup/retention/update}, likewise
   */
  public Future<Preview> preview(JsonObject homeAssistant, JsonObject own) {
    RetentionPolicy policy;
    try {
      BackupConfig config = ConfigUpdate.apply(store.config(), homeAssistant);
      policy = new RetentionPolicy(config, PolicyUpdate.apply(policy(), own), clock.getZone());
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
    return catalogue
        .answeredSoon()
        .map(listing -> new Preview(listing, pruner.preview(listing, policy)));
  }

  /** How a copy was verified that a location lists so. */
  public Optional<Verification> verification(String agentId, AgentBackup listed) {
    return safekeeping.ledger().verification(agentId, listed);
  }

  /** What was found wrong with a copy. */
  public Optional<Damage> damage(CopyId copy) {
    return safekeeping.ledger().damage(copy);
  }
}
