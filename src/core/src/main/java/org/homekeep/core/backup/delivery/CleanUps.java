package org.homekeep.core.backup.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.runtime.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Has locations remove what unfinished uploads have left there: when a location appears, when an
 * upload was given up, and once a day. Touched on the hub's context.
 */
final class CleanUps {
  private static final Logger LOG = LoggerFactory.getLogger(CleanUps.class);
  private static final Duration PAUSE = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofHours(1);
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final AgentRegistry agents;
  private final AgentCalls calls;
  private final Timers timers;
  private final Clock clock;
  private final DeliveryJournal journal;
  private final Predicate<CopyId> isUploading;
  private final Set<String> running = new HashSet<>();
  private final Map<String, Instant> due = new HashMap<>();
  private Optional<Cancellable> timer = Optional.empty();
  private Optional<Cancellable> watching = Optional.empty();
  private Predicate<String> isRemoved = agentId -> false;

  /**
   * @param isUploading whether something is on its way to a location, wanted or given up of late
   */
  CleanUps(
      AgentRegistry agents,
      AgentCalls calls,
      Timers timers,
      Clock clock,
      DeliveryJournal journal,
      Predicate<CopyId> isUploading) {
    this.agents = agents;
    this.calls = calls;
    this.timers = timers;
    this.clock = clock;
    this.journal = journal;
    this.isUploading = isUploading;
  }

  void start(AgentSource source) {
    isRemoved = source::isRemoved;
    watching = Optional.of(source.onChange(this::look));
    look();
  }

  void stop() {
    watching.ifPresent(Cancellable::cancel);
    watching = Optional.empty();
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
  }

  /** Begins what is due, and comes back for the rest. */
  void look() {
    if (watching.isEmpty()) {
      return;
    }
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
    forgetRemoved();
    List<BackupAgent> present =
        agents.all().stream().filter(agent -> !LocalAgent.isLocal(agent)).toList();
    due.keySet().retainAll(present.stream().map(BackupAgent::agentId).toList());
    Instant now = clock.instant();
    present.stream().filter(agent -> isDue(agent, now)).forEach(this::begin);
    present.stream()
        .filter(agent -> !running.contains(agent.agentId()))
        .flatMap(agent -> Stream.ofNullable(due.get(agent.agentId())))
        .min(Instant::compareTo)
        .ifPresent(at -> timer = Optional.of(timers.after(Duration.between(now, at), this::look)));
  }

  /** There is no one left who could clean up there. */
  private void forgetRemoved() {
    List<GivenUp> vain =
        journal.givenUp().stream()
            .filter(each -> agents.find(each.copy().agentId()).isEmpty())
            .filter(each -> isRemoved.test(each.copy().agentId()))
            .toList();
    if (!vain.isEmpty()) {
      journal.cleaned(vain);
    }
  }

  private boolean isDue(BackupAgent agent, Instant now) {
    String agentId = agent.agentId();
    if (running.contains(agentId)) {
      return false;
    }
    Instant at = due.get(agentId);
    return at == null || !at.isAfter(now);
  }

  /** Uploads were given up, or have ended after they were. */
  void givenUp() {
    journal.givenUp().stream()
        .filter(each -> !isUploading.test(each.copy()))
        .forEach(each -> due.remove(each.copy().agentId()));
    look();
  }

  /** What is still being sent is cleaned up when that has ended. */
  private Set<GivenUp> givenUp(String agentId) {
    return journal.givenUp().stream()
        .filter(each -> each.copy().agentId().equals(agentId))
        .filter(each -> !isUploading.test(each.copy()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void begin(BackupAgent agent) {
    String agentId = agent.agentId();
    Set<GivenUp> givenUp = givenUp(agentId);
    UploadNotes notes =
        new UploadNotes(
            journal.unfinished(agentId),
            givenUp.stream().map(GivenUp::note).collect(Collectors.toSet()));
    running.add(agentId);
    due.remove(agentId);
    calls
        .call(agent, DEADLINE, () -> agent.cleanUp(notes))
        .compose(done -> DeliveryJournal.orLater(journal.cleaned(givenUp)))
        .onComplete(
            done -> {
              running.remove(agentId);
              Instant now = clock.instant();
              boolean more = done.succeeded() && !givenUp(agentId).isEmpty();
              due.put(agentId, more ? now : now.plus(done.succeeded() ? PAUSE : AFTER_FAILURE));
              look();
            })
        .onFailure(
            failed ->
                // A location that is away says so at every other question as well.
                LOG.atLevel(givenUp.isEmpty() ? Level.DEBUG : Level.WARN)
                    .addKeyValue("agent_id", agentId)
                    .addKeyValue("reason", AgentCalls.message(failed))
                    .log(
                        "A location did not clean up after unfinished uploads; it is asked again"));
  }
}
