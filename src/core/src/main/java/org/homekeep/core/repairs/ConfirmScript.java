package org.homekeep.core.repairs;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.core.flow.FlowScript;

/** One form without fields: whoever submits it says that the matter is settled. */
final class ConfirmScript implements FlowScript<RepairStep> {
  private static final String CONFIRM = "confirm";

  private final Issue issue;

  ConfirmScript(Issue issue) {
    this.issue = issue;
  }

  @Override
  public FlowKeys keys() {
    return new FlowKeys(Set.of(CONFIRM), Set.of(), Set.of());
  }

  @Override
  public Future<RepairStep> start() {
    return Future.succeededFuture(
        new StepResult.ShowForm(CONFIRM, FormSchema.empty(), Map.of(), issue.placeholders()));
  }

  @Override
  public Future<RepairStep> submit(String stepId, Values input) {
    return Future.succeededFuture(new RepairStep.Resolved());
  }

  @Override
  public Future<RepairStep> proceed(String stepId) {
    return start();
  }

  @Override
  public Future<RepairStep> returned(String stepId, Map<String, String> answer) {
    return start();
  }

  @Override
  public <V> Future<V> run(String what, Duration deadline, Callable<Future<V>> code) {
    return Future.failedFuture(new IllegalStateException("A confirmation leaves nothing behind."));
  }
}
