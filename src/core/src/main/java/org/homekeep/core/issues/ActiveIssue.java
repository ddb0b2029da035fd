package org.homekeep.core.issues;

import java.util.Map;
import org.homekeep.api.issue.Issue;

/**
 * An issue that is shown.
 *
 * @param data what a client needs to act on it, such as a flow id
 */
public record ActiveIssue(Issue issue, Map<String, String> data) {
  public ActiveIssue {
    data = Map.copyOf(data);
  }
}
