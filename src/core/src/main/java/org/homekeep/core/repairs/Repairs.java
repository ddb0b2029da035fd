package org.homekeep.core.repairs;

import org.homekeep.api.flow.RepairStep;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowRoutes;
import org.homekeep.core.flow.FlowServices;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.http.Routes;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.wire.Shapes;

/** {@code /api/repairs/issues/fix}: where people mend issues. */
public final class Repairs {
  private static final String HANDLER = "handler";
  private static final String ISSUE_ID = "issue_id";

  private final FlowManager<FlowSubject.Repair, RepairStep> flows;

  public Repairs(FlowServices services, IntegrationHosts hosts, IssueRegistry issues) {
    this.flows = new FlowManager<>(services, new RepairFlows(hosts, issues));
  }

  /** Adds the routes. */
  public void register(Routes routes) {
    new FlowRoutes<>(
            flows,
            "/api/repairs/issues/fix",
            Shapes.openObject(
                Shapes.Key.required(HANDLER, Shapes.string()),
                Shapes.Key.required(ISSUE_ID, Shapes.string())),
            body -> new FlowSubject.Repair(body.getString(HANDLER), body.getString(ISSUE_ID)))
        .register(routes);
  }
}
