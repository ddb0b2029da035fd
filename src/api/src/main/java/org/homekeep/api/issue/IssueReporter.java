package org.homekeep.api.issue;

/** Where an integration reports issues of its own domain. May be called from any thread. */
public interface IssueReporter {

  /** Shows the issue, or replaces the one with the same id. */
  void report(Issue issue);

  /** Takes the issue away; does nothing when there is none. */
  void resolve(String issueId);
}
