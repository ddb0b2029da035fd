package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.engine.KeyTrial;
import org.homekeep.core.backup.key.KeyFingerprint;
import org.homekeep.core.backup.key.KeyRing;
import org.homekeep.core.backup.key.RingKey;

/**
 * Which key opens which backup: what backups say in their metadata, and what was tried on those
 * that say nothing. Touched on the hub's context.
 */
public final class KeyUse {
  /**
   * So many backups are tried for one question; asking again goes on with the next, also when those
   * could not be tried.
   */
  static final int MOST_TRIED = 20;

  private static final int MOST_REMEMBERED = 10_000;

  /** How it is known which key opens a backup. */
  public enum Known {
    /** The backup names the key. */
    NAMED,
    /** The key was tried. */
    TRIED,
    /** Nothing is known, or no key of the ring opens it. */
    NOT
  }

  /**
   * An encrypted backup.
   *
   * @param fingerprint of the key that opens it
   * @param exhausted whether every key of the ring was tried in vain
   */
  public record Locked(
      ManagerBackup backup, Optional<KeyFingerprint> fingerprint, Known known, boolean exhausted) {
    /** The locations with an encrypted copy. */
    public List<String> agentIds() {
      return holders(backup);
    }
  }

  /**
   * All encrypted backups.
   *
   * @param agentErrors agent id → why it gave no answer
   */
  public record Report(List<Locked> backups, Map<String, String> agentErrors) {
    public Report {
      backups = List.copyOf(backups);
    }

    /** Those that a key opens. */
    public List<Locked> of(KeyFingerprint fingerprint) {
      return backups.stream()
          .filter(each -> each.fingerprint().equals(Optional.of(fingerprint)))
          .toList();
    }

    /** Those of which nobody knows yet whether a key opens them. */
    public List<Locked> unknown() {
      return backups.stream()
          .filter(each -> each.known() == Known.NOT && !each.exhausted())
          .toList();
    }
  }

  /**
   * What trying showed: the key that opens, and those that do not.
   *
   * @param plainAt the locations whose copy is not encrypted, whatever they say of it
   * @param question the number of the last question that tried
   */
  private record Tried(
      Optional<KeyFingerprint> opens,
      Set<KeyFingerprint> wrong,
      Set<String> plainAt,
      long question) {
    private static final Tried NEVER = new Tried(Optional.empty(), Set.of(), Set.of(), 0);

    Tried at(long now) {
      return new Tried(opens, wrong, plainAt, now);
    }
  }

  private final KeyRing ring;
  private final AgentRegistry agents;
  private final Catalogue catalogue;
  private final KeyChoice choice;
  private long questions;

  private final Map<String, Tried> tried =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tried> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  KeyUse(KeyRing ring, AgentRegistry agents, Catalogue catalogue, KeyChoice choice) {
    this.ring = ring;
    this.agents = agents;
    this.catalogue = catalogue;
    this.choice = choice;
  }

  /** What is known without opening anything. */
  public Future<Report> known() {
    return catalogue.list().map(this::report);
  }

  /** The same after keys were tried on some of the backups of which nothing is known. */
  public Future<Report> tried() {
    return catalogue
        .list()
        .compose(
            listing -> {
              questions++;
              List<Locked> next =
                  report(listing).unknown().stream()
                      .sorted(
                          Comparator.comparingLong(
                              each -> tried(each.backup().backupId()).question()))
                      .limit(MOST_TRIED)
                      .toList();
              Future<Void> done = Future.succeededFuture();
              for (Locked each : next) {
                done = done.compose(before -> attempt(each.backup()));
              }
              return done.map(v -> report(listing));
            });
  }

  private Report report(Listing listing) {
    return new Report(
        listing.backups().stream()
            .filter(each -> each.copies().values().stream().anyMatch(AgentBackup::isProtected))
            .filter(each -> !tried(each.backupId()).plainAt().containsAll(holders(each)))
            .map(this::locked)
            .toList(),
        listing.agentErrors());
  }

  private Locked locked(ManagerBackup backup) {
    Optional<KeyFingerprint> named =
        choice.fingerprint(backup.description()).filter(key -> ring.find(key).isPresent());
    if (named.isPresent()) {
      return new Locked(backup, named, Known.NAMED, false);
    }
    Tried known = tried(backup.backupId());
    Optional<KeyFingerprint> opens = known.opens().filter(key -> ring.find(key).isPresent());
    return new Locked(
        backup, opens, opens.isPresent() ? Known.TRIED : Known.NOT, untried(known).isEmpty());
  }

  private Tried tried(String backupId) {
    return tried.getOrDefault(backupId, Tried.NEVER);
  }

  private List<RingKey> untried(Tried known) {
    return ring.keys().stream().filter(key -> !known.wrong().contains(key.fingerprint())).toList();
  }

  /** The locations whose copy is encrypted, as they say. */
  private static List<String> holders(ManagerBackup backup) {
    return backup.copies().entrySet().stream()
        .filter(copy -> copy.getValue().isProtected())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** One location after the other, until one says something of the keys. */
  private Future<Void> attempt(ManagerBackup backup) {
    Tried before = tried(backup.backupId()).at(questions);
    tried.put(backup.backupId(), before);
    List<Secret> keys = keys(backup, before);
    Future<Boolean> known = Future.succeededFuture(false);
    for (String agentId : holders(backup)) {
      known =
          known.compose(
              done -> done ? Future.succeededFuture(true) : attempt(backup, agentId, keys));
    }
    return known.mapEmpty();
  }

  /** Whether a copy has shown what the keys do to it. */
  private Future<Boolean> attempt(ManagerBackup backup, String agentId, List<Secret> keys) {
    Optional<BackupAgent> agent = agents.find(agentId);
    if (agent.isEmpty()) {
      return Future.succeededFuture(false);
    }
    AgentBackup copy = backup.copies().getOrDefault(agentId, backup.description());
    return choice
        .forAnything(agent.get(), copy, keys)
        .map(
            trial -> {
              remember(new CopyId(backup.backupId(), agentId), keys, trial);
              return trial.check() == KeyCheck.OPENS || trial.check() == KeyCheck.WRONG_KEY;
            })
        .otherwise(false);
  }

  private List<Secret> keys(ManagerBackup backup, Tried before) {
    Set<Secret> wanted =
        untried(before).stream()
            .map(RingKey::key)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Secret> keys = new ArrayList<>(choice.candidates(backup.description(), Optional.empty()));
    keys.retainAll(wanted);
    keys.addAll(wanted.stream().filter(key -> !keys.contains(key)).toList());
    return keys.stream().limit(KeyChoice.MOST_KEYS).toList();
  }

  private void remember(CopyId copy, List<Secret> keys, KeyTrial trial) {
    Tried before = tried(copy.backupId());
    Map<Secret, KeyFingerprint> names = new HashMap<>();
    ring.keys().forEach(key -> names.put(key.key(), key.fingerprint()));
    Set<KeyFingerprint> wrong = new LinkedHashSet<>(before.wrong());
    Set<String> plainAt = new LinkedHashSet<>(before.plainAt());
    switch (trial.check()) {
      case WRONG_KEY ->
          keys.stream()
              .flatMap(key -> Optional.ofNullable(names.get(key)).stream())
              .forEach(wrong::add);
      case NOT_ENCRYPTED, NO_PART -> plainAt.add(copy.agentId());
      default -> {}
    }
    tried.put(
        copy.backupId(),
        new Tried(
            trial.key().flatMap(key -> Optional.ofNullable(names.get(key))),
            Set.copyOf(wrong),
            Set.copyOf(plainAt),
            before.question()));
  }
}
