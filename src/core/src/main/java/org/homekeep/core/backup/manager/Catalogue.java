package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.config.KnownBackup;
import org.homekeep.core.runtime.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backups of all locations as one list. The locations themselves are asked each time: what is
 * decided waits for them, and what is only shown does not wait long.
 */
final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  private final AgentRegistry agents;
  private final AgentCalls calls;
  private final Timers timers;
  private final ConfigStore store;
  private final String instanceId;

  /** By the ids of the locations. */
  private final Map<String, Glimpse> glimpses = new HashMap<>();

  Catalogue(
      AgentRegistry agents, AgentCalls calls, Timers timers, ConfigStore store, String instanceId) {
    this.agents = agents;
    this.calls = calls;
    this.timers = timers;
    this.store = store;
    this.instanceId = instanceId;
  }

  /** Asks every location for all that it holds, and waits for all of them. */
  Future<Listing> list() {
    return union(agent -> calls.call(agent, agent::list).compose(Catalogue::listed));
  }

  /** Asks every location for one backup, and waits for all of them. */
  Future<Listing> find(String backupId) {
    return union(
        agent -> calls.call(agent, () -> agent.getBackup(backupId)).map(Catalogue::oneOrNone));
  }

  /**
   * What people are shown of all that the locations hold. One that has not answered after two
   * seconds has an error that says so, and the copies that it listed last; nothing is to be decided
   * by these.
   */
  Future<Listing> glance() {
    return union(agent -> glimpse(agent).list());
  }

  /** The same without the copies of locations that have not answered. */
  Future<Listing> answeredSoon() {
    return union(agent -> glimpse(agent).listNow());
  }

  /** What people are shown of one backup. */
  Future<Listing> glance(String backupId) {
    return union(agent -> glimpse(agent).find(backupId));
  }

  private Glimpse glimpse(BackupAgent agent) {
    return glimpses.compute(
        agent.agentId(),
        (id, before) ->
            before != null && before.isOf(agent) ? before : new Glimpse(agent, calls, timers));
  }

  /** An agent may answer with nothing at all. */
  static Future<Answer> listed(@Nullable BackupList list) {
    return list == null
        ? Future.failedFuture(new BackupAgentException("The location answered without a list."))
        : Future.succeededFuture(new Answer(list.backups(), list.missing()));
  }

  /** An agent that answers with nothing at all has no such backup. */
  static Answer oneOrNone(@Nullable AgentBackup backup) {
    return Answer.of(backup == null ? List.of() : List.of(backup));
  }

  private Future<Listing> union(Function<BackupAgent, Future<Answer>> question) {
    List<BackupAgent> asked = agents.all();
    glimpses.keySet().retainAll(asked.stream().map(BackupAgent::agentId).toList());
    List<Future<Answer>> answers = asked.stream().map(question).toList();
    return Future.join(answers)
        .transform(
            joined -> {
              Union union = new Union();
              for (int i = 0; i < asked.size(); i++) {
                union.add(asked.get(i), answers.get(i));
              }
              return Future.succeededFuture(union.listing());
            });
  }

  /** A location has deleted its copy. */
  void deleted(BackupAgent agent, String backupId) {
    Optional.ofNullable(glimpses.get(agent.agentId()))
        .filter(seen -> seen.isOf(agent))
        .ifPresent(seen -> seen.deleted(backupId));
  }

  static void log(BackupAgent agent, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("agent_id", agent.agentId())
        .setCause(failure)
        .log("A backup location failed");
  }

  /** Whether a backup was made by this hub with automatic settings; empty for foreign ones. */
  Optional<Boolean> withAutomaticSettings(AgentBackup backup) {
    boolean ours = instanceId.equals(backup.extraMetadata().get("instance_id"));
    return ours && backup.extraMetadata().get("with_automatic_settings") instanceof Boolean flag
        ? Optional.of(flag)
        : Optional.empty();
  }

  private final class Union {
    private final Map<String, Map<String, AgentBackup>> copies = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    void add(BackupAgent agent, Future<Answer> answer) {
      if (answer.succeeded()) {
        for (AgentBackup backup : answer.result().backups()) {
          copies
              .computeIfAbsent(backup.backupId(), id -> new LinkedHashMap<>())
              .putIfAbsent(agent.agentId(), backup);
        }
        answer.result().error().ifPresent(error -> errors.put(agent.agentId(), error));
      } else if (!(answer.cause() instanceof BackupNotFoundException)) {
        log(agent, answer.cause());
        errors.put(agent.agentId(), AgentCalls.message(answer.cause()));
      }
    }

    Listing listing() {
      List<ManagerBackup> backups = new ArrayList<>();
      copies.forEach(
          (id, held) -> {
            AgentBackup description = held.values().iterator().next();
            backups.add(
                new ManagerBackup(
                    description,
                    held,
                    store.known(id).orElseGet(() -> KnownBackup.of(id, List.of())),
                    withAutomaticSettings(description)));
          });
      return new Listing(backups, errors);
    }
  }
}
