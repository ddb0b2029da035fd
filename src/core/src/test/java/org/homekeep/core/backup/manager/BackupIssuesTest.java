package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Causes that root, who runs tests, never meets. */
class BackupIssuesTest {
  private final List<Issue> shown = new ArrayList<>();

  private final BackupIssues issues =
      new BackupIssues(
          new IssueReporter() {
            @Override
            public void report(Issue issue) {
              shown.add(issue);
            }

            @Override
            public void resolve(String issueId) {}
          });

  static List<Exception> forbidden() {
    return List.of(
        new AccessDeniedException("/data/secrets.yaml"),
        new FileSystemException("/data/secrets.yaml", null, "Permission denied"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void a_file_that_homekeep_may_not_read_has_an_issue_of_its_own(Exception why) {
    issues.notMade(why);
    issues.askedForAndNotMade(why);

    assertThat(shown)
        .extracting(Issue::translationKey)
        .containsExactly("automatic_backup_failed_permission", "manual_backup_failed_permission");
    assertThat(shown.get(0).placeholders().get("evidence")).contains("/data/secrets.yaml");
  }
}
