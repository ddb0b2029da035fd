package org.homekeep.core.repairs;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.RepairFlow;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.core.flow.FlowEnd;
import org.homekeep.core.flow.FlowException;
import org.homekeep.core.flow.FlowKind;
import org.homekeep.core.flow.FlowScript;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.HostedScript;
import org.homekeep.core.integration.FlowDefinition;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.issues.ActiveIssue;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.wire.Excerpt;

/**
 * The flows that mend issues. An issue for which its integration has no flow is only confirmed; one
 * whose flow ends without success stays.
 */
final class RepairFlows implements FlowKind<FlowSubject.Repair, RepairStep> {
  private final IntegrationHosts hosts;
  private final IssueRegistry issues;

  RepairFlows(IntegrationHosts hosts, IssueRegistry issues) {
    this.hosts = hosts;
    this.issues = issues;
  }

  @Override
  public String nextId() {
    return HexId.next();
  }

  @Override
  public FlowScript<RepairStep> open(FlowSubject.Repair subject) throws FlowException {
    if (!issues.knows(subject.domain()) && hosts.find(subject.domain()).isEmpty()) {
      throw FlowException.unknownHandler("Invalid handler specified");
    }
    Optional<ActiveIssue> issue =
        issues.active(subject.domain(), subject.issueId()).filter(found -> found.issue().fixable());
    if (issue.isEmpty()) {
      throw FlowException.unsupported(
          "There is no issue '%s' that could be mended here. Look at the list of issues again."
              .formatted(Excerpt.of(subject.issueId())));
    }
    RepairContext context = new RepairContext(issue.get().issue(), issue.get().data());
    Optional<IntegrationHost> host = hosts.find(subject.domain());
    Optional<FlowDefinition<RepairFlow>> definition =
        host.map(known -> known.declared().repairs().get(issue.get().issue().translationKey()));
    return definition.isPresent()
        ? new HostedScript<>(host.orElseThrow(), definition.get(), () -> context)
        : new ConfirmScript(context.issue());
  }

  @Override
  public Future<FlowEnd> end(
      FlowStart<FlowSubject.Repair> start, RepairStep answer, Optional<String> uniqueId) {
    issues.settle(start.subject().domain(), start.subject().issueId());
    return Future.succeededFuture(new FlowEnd.Created(new JsonObject().put("title", "")));
  }
}
