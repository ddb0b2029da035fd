package org.homekeep.integrations.backblazeb2;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.Cancellable;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;

/**
 * A bucket in use: its agent, and the regular check of its key. Touched on the integration's own
 * context.
 */
final class BackblazeEntry implements LoadedEntry {
  private final ConfigEntry entry;
  private final Session session;
  private final IntegrationContext context;
  private final IssueCheck issues;
  private final KeyIssues keyIssues;
  private final LockIssue lockIssue;
  private final BackblazeAgent agent;
  private final Cancellable timer;
  private boolean checking;
  private boolean unloaded;

  BackblazeEntry(ConfigEntry entry, Session session, IntegrationContext context) {
    this.entry = entry;
    this.session = session;
    this.context = context;
    this.issues = new IssueCheck(entry, context);
    this.keyIssues = new KeyIssues(entry, context);
    this.lockIssue = new LockIssue(entry, context);
    this.agent = new BackblazeAgent(entry, session, context);
    lockIssue.show(new CopyLock(session).isImpossible());
    this.timer = context.every(session.settings().issueCheckInterval(), this::check);
  }

  Session session() {
    return session;
  }

  @Override
  public List<BackupAgent> backupAgents() {
    return List.of(agent);
  }

  @Override
  public Future<Boolean> takeOver(ConfigEntry changed) {
    session.use(EntryOptions.of(changed.options()));
    lockIssue.show(new CopyLock(session).isImpossible());
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Void> unload() {
    unloaded = true;
    timer.cancel();
    session.close();
    return Future.succeededFuture();
  }

  /** Shows the key to B2 and asks for the bucket again: what was true at set-up may have ended. */
  private void check() {
    if (checking || unloaded) {
      return;
    }
    checking = true;
    context
        .blocking(() -> new AccessCheck(session.settings(), session.config()).run())
        .onComplete(this::checked);
  }

  private void checked(AsyncResult<Access> answer) {
    checking = false;
    if (unloaded) {
      return;
    }
    if (answer.succeeded()) {
      session.renew(answer.result());
      issues.resolve();
      keyIssues.show(answer.result());
      lockIssue.show(new CopyLock(session).isImpossible());
      agent.lookAtStrays();
    } else if (answer.cause() instanceof B2FailureException known) {
      if (SetUpFailure.needsNewKey(known.failure())) {
        context.startReauth(entry.entryId());
      }
      issues.report(known.failure());
    }
  }
}
