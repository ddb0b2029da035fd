package org.homekeep.core.backup.manager;

import io.vertx.core.AsyncResult;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.evidence.Evidence;

/**
 * What the repairs page shows when archives are not what was asked for, or not what is said of
 * them. Encryption is measured; this is where the measurement is heard. Touched on the hub's
 * context.
 */
public final class MeasuredEncryption {
  private static final String NOT_AS_ASKED = "backup_not_as_asked";
  static final String RECODED = "backup_copy_not_as_asked";
  private static final String PRETENDS = "backup_copy_not_encrypted";
  private static final int MOST_NAMED = 5;

  private final IssueReporter reporter;

  /** Location → id → name of copies that pass for encrypted and are not. */
  private final Map<String, Map<String, String>> pretenders = new TreeMap<>();

  public MeasuredEncryption(IssueReporter reporter) {
    this.reporter = reporter;
  }

  /** A new archive was measured: a good one ends the issue, another one makes it. */
  void made(String name, AsyncResult<?> measured) {
    if (measured.succeeded()) {
      reporter.resolve(NOT_AS_ASKED);
    }
    evidence(measured).ifPresent(found -> report(NOT_AS_ASKED, name, "", found));
  }

  /** An archive was recoded for a location. */
  public void recoded(CopyId copy, String name, AsyncResult<?> measured) {
    if (measured.succeeded()) {
      reporter.resolve(RECODED + "_" + copy.agentId());
    }
    evidence(measured).ifPresent(found -> report(RECODED, name, copy.agentId(), found));
  }

  private static Optional<String> evidence(AsyncResult<?> measured) {
    return measured.cause() instanceof NotAsAskedException found
        ? Optional.of(Evidence.words(found))
        : Optional.empty();
  }

  private void report(String key, String name, String agentId, String evidence) {
    Map<String, String> placeholders = new LinkedHashMap<>();
    placeholders.put("name", name);
    placeholders.put("evidence", evidence);
    if (!agentId.isEmpty()) {
      placeholders.put("agent_id", agentId);
    }
    reporter.report(
        new Issue(
            agentId.isEmpty() ? key : key + "_" + agentId,
            Severity.ERROR,
            false,
            true,
            key,
            placeholders,
            Optional.of("homeassistant://config/backup")));
  }

  /**
   * A copy that passes for encrypted was looked into.
   *
   * @param encrypted whether it is
   */
  public void measured(CopyId copy, String name, boolean encrypted) {
    Map<String, String> here = new TreeMap<>(pretenders.getOrDefault(copy.agentId(), Map.of()));
    if (encrypted) {
      here.remove(copy.backupId());
    } else {
      here.put(copy.backupId(), name);
    }
    all(copy.agentId(), here);
  }

  /** The copies that pass for encrypted and are not. */
  Set<CopyId> known() {
    Set<CopyId> copies = new HashSet<>();
    pretenders.forEach(
        (agentId, names) ->
            names.keySet().forEach(backupId -> copies.add(new CopyId(backupId, agentId))));
    return copies;
  }

  /**
   * A location holds these backups and no others.
   *
   * @param known before it was asked; what was measured since then may be there
   */
  void listed(String agentId, Set<String> backupIds, Set<CopyId> known) {
    Map<String, String> here = new TreeMap<>(pretenders.getOrDefault(agentId, Map.of()));
    here.keySet()
        .removeIf(
            backupId ->
                !backupIds.contains(backupId) && known.contains(new CopyId(backupId, agentId)));
    all(agentId, here);
  }

  /** A copy is not at a location any more. */
  void deleted(CopyId copy) {
    Map<String, String> here = new TreeMap<>(pretenders.getOrDefault(copy.agentId(), Map.of()));
    here.remove(copy.backupId());
    all(copy.agentId(), here);
  }

  /** A location was looked through: these copies, by id, pass for encrypted and are not. */
  public void all(String agentId, Map<String, String> names) {
    Map<String, String> before = pretenders.getOrDefault(agentId, Map.of());
    if (before.equals(names)) {
      return;
    }
    pretenders.put(agentId, Map.copyOf(names));
    if (names.isEmpty()) {
      reporter.resolve(PRETENDS + "_" + agentId);
      return;
    }
    List<String> sorted = names.values().stream().sorted().toList();
    String shown = sorted.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more =
        sorted.size() > MOST_NAMED ? " and %d more".formatted(sorted.size() - MOST_NAMED) : "";
    reporter.report(
        Issue.of(
            PRETENDS + "_" + agentId,
            Severity.ERROR,
            PRETENDS,
            Map.of("agent_id", agentId, "backups", shown + more)));
  }
}
