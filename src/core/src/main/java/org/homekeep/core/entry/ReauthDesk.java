package org.homekeep.core.entry;

import java.util.Map;
import java.util.function.Predicate;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.flow.FlowListener;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowStart;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.flow.FlowView;
import org.homekeep.core.issues.IssueRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for new credentials: one flow for each entry, and an issue while it is open (§3.7). */
final class ReauthDesk implements FlowListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReauthDesk.class);

  private final FlowManager<FlowSubject.Entry, ConfigStep> flows;
  private final IssueRegistry issues;

  ReauthDesk(FlowManager<FlowSubject.Entry, ConfigStep> flows, IssueRegistry issues) {
    this.flows = flows;
    this.issues = issues;
  }

  /** Starts the flow, unless one is open. */
  void start(EntryView entry) {
    if (flows.isOpen(asks(entry.entryId()))) {
      return;
    }
    flows
        .start(
            FlowStart.byHub(
                FlowSubject.Entry.mended(entry.domain(), FlowSource.REAUTH, entry.entryId())))
        .onFailure(
            failed ->
                LOG.atWarn()
                    .addKeyValue("integration", entry.domain())
                    .addKeyValue("entry", entry.entryId())
                    .setCause(failed)
                    .log("Nobody can be asked for new credentials"));
  }

  @Override
  public void added(FlowView flow) {
    if (flow.source() == FlowSource.REAUTH) {
      issues.report(
          IssueRegistry.HUB_DOMAIN,
          Issue.of(
                  issueId(flow),
                  Severity.ERROR,
                  "config_entry_reauth",
                  Map.of("name", flow.title().orElse(flow.domain())))
              .about(flow.domain()),
          Map.of("flow_id", flow.flowId()));
    }
  }

  @Override
  public void removed(FlowView flow) {
    boolean another = flow.entryId().filter(id -> flows.isOpen(asks(id))).isPresent();
    if (flow.source() == FlowSource.REAUTH && !another) {
      issues.resolve(IssueRegistry.HUB_DOMAIN, issueId(flow));
    }
  }

  private static Predicate<FlowView> asks(String entryId) {
    return flow ->
        flow.source() == FlowSource.REAUTH && flow.entryId().filter(entryId::equals).isPresent();
  }

  private static String issueId(FlowView flow) {
    return "config_entry_reauth_%s_%s".formatted(flow.domain(), flow.entryId().orElse(""));
  }
}
