package org.homekeep.api.flow;

import java.util.Map;
import org.homekeep.api.issue.Issue;

/**
 * What a flow that mends an issue knows.
 *
 * @param issue as it was reported
 * @param data what was reported with it
 */
public record RepairContext(Issue issue, Map<String, String> data) {
  public RepairContext {
    data = Map.copyOf(data);
  }
}
