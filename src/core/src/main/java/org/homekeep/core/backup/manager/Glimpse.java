package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.runtime.Timers;

/**
 * One location as people see it, who wait two seconds for it and no longer. It is asked one
 * question at a time, and each question is answered by what the location says after it was asked;
 * what comes too late is there for the next. Touched on the hub's context.
 */
final class Glimpse {
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BackupAgent agent;
  private final AgentCalls calls;
  private final Timers timers;

  /** What it listed last; empty when it never did. */
  private Optional<List<AgentBackup>> known = Optional.empty();

  /** What it said instead, when it was asked for a list last. */
  private Optional<String> trouble = Optional.empty();

  /** Completes when no question is under way. */
  private Future<?> free = Future.succeededFuture();

  /** The listing that has not begun; whoever asks until then shares it. */
  private Optional<Future<Answer>> waiting = Optional.empty();

  Glimpse(BackupAgent agent, AgentCalls calls, Timers timers) {
    this.agent = agent;
    this.calls = calls;
    this.timers = timers;
  }

  /** Whether this is about that very object: after a reload it may be another place. */
  boolean isOf(BackupAgent other) {
    return agent == other;
  }

  /** All that it holds. */
  Future<Answer> list() {
    return soon(waiting.orElseGet(this::listing), () -> late(known.orElseGet(List::of)));
  }

  /** All that it holds, or nothing when it does not say so in time. */
  Future<Answer> listNow() {
    return soon(
        waiting.orElseGet(this::listing),
        () -> late(List.of(), "Nothing can be said of its copies; look again in a minute."));
  }

  private Future<Answer> listing() {
    Promise<Answer> answer = Promise.promise();
    waiting = Optional.of(answer.future());
    ask(
        () -> {
          waiting = Optional.empty();
          return calls
              .call(agent, agent::list)
              .compose(Catalogue::listed)
              .onSuccess(this::heard)
              .onFailure(why -> trouble = Optional.of(AgentCalls.message(why)))
              .onComplete(answer);
        });
    return answer.future();
  }

  private void heard(Answer answer) {
    if (answer.error().isEmpty()) {
      known = Optional.of(answer.backups());
    }
    trouble = answer.error();
  }

  /** One backup; nobody asks for it any more when its turn comes too late. */
  Future<Answer> find(String backupId) {
    Promise<Answer> answer = Promise.promise();
    Future<Answer> soon =
        soon(
            answer.future(),
            () -> {
              Answer late = late(known.orElseGet(List::of));
              return new Answer(
                  late.backups().stream()
                      .filter(backup -> backup.backupId().equals(backupId))
                      .toList(),
                  late.error());
            });
    ask(
        () ->
            soon.isComplete()
                ? Future.succeededFuture()
                : calls
                    .call(agent, () -> agent.getBackup(backupId))
                    .map(Catalogue::oneOrNone)
                    .onComplete(answer));
    return soon;
  }

  /** It has that backup no longer. */
  void deleted(String backupId) {
    known =
        known.map(list -> list.stream().filter(each -> !each.backupId().equals(backupId)).toList());
  }

  private void ask(Supplier<Future<?>> question) {
    free = free.transform(before -> question.get().mapEmpty());
  }

  private Future<Answer> soon(Future<Answer> answer, Supplier<Answer> late) {
    Promise<Answer> soon = Promise.promise();
    Cancellable timer = timers.after(PATIENCE, () -> soon.tryComplete(late.get()));
    answer.onComplete(
        done -> {
          timer.cancel();
          if (done.succeeded()) {
            soon.tryComplete(done.result());
          } else {
            soon.tryFail(done.cause());
          }
        });
    return soon.future();
  }

  private Answer late(List<AgentBackup> backups) {
    return late(
        backups,
        known.isPresent()
            ? "Its copies are shown as they were when it last answered; look again in a minute."
            : "It is still being asked; look again in a minute.");
  }

  private Answer late(List<AgentBackup> backups, String shown) {
    String then = trouble.map(words -> " When it was asked before: " + words).orElse("");
    return new Answer(
        backups, Optional.of("%s does not answer yet. %s%s".formatted(agent.name(), shown, then)));
  }
}
