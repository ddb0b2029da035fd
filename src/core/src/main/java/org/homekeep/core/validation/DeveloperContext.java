package org.homekeep.core.validation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Cancellable;
import org.homekeep.api.EntryCache;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.StateFile;
import org.homekeep.api.Tunable;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;

/** A hub that does nothing, for an integration that is only looked at. */
final class DeveloperContext implements IntegrationContext, IssueReporter {

  /** Runs the work where it is called: the caller watches over the time. */
  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception failed) {
      return Future.failedFuture(failed);
    }
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    return () -> {};
  }

  @Override
  public <T> T setting(Tunable<T> tunable) {
    return tunable.fallback();
  }

  @Override
  public EntryCache cache(String entryId) {
    return new EntryCache() {
      @Override
      public Optional<byte[]> read() {
        return Optional.empty();
      }

      @Override
      public void write(byte[] content) {}
    };
  }

  @Override
  public StateFile file(String name) {
    return new StateFile() {
      @Override
      public Optional<JsonObject> read() {
        return Optional.empty();
      }

      @Override
      public void write(JsonObject document) {}

      @Override
      public void delete() {}
    };
  }

  @Override
  public String instanceId() {
    return "0".repeat(32);
  }

  @Override
  public Future<Void> keepOwnEntry(String title) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> removeOwnEntry() {
    return Future.succeededFuture();
  }

  @Override
  public IssueReporter issues() {
    return this;
  }

  @Override
  public void report(Issue issue) {}

  @Override
  public void resolve(String issueId) {}

  @Override
  public void startReauth(String entryId) {}

  @Override
  public void discovered(Discovery discovery) {}
}
