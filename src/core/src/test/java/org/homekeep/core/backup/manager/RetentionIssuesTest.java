package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.retention.Content;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.backup.retention.Origin;
import org.homekeep.core.backup.retention.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionIssuesTest {
  private static final Instant NOW = Instant.parse("2024-11-11T11:00:00Z");
  private static final Listing NOTHING = new Listing(List.of(), Map.of());

  private final TreeSet<String> shown = new TreeSet<>();
  private final RetentionIssues issues =
      new RetentionIssues(
          new IssueReporter() {
            @Override
            public void report(Issue issue) {
              shown.add(issue.issueId());
            }

            @Override
            public void resolve(String issueId) {
              shown.remove(issueId);
            }
          },
          Clock.fixed(NOW, ZoneOffset.UTC));

  static List<Reason> odd() {
    return List.of(
        Reason.Stays.IN_THE_FUTURE, Reason.Stays.OTHER_DIRECTORY, new Reason.Shrunk(1, 1_000_000));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void an_issue_stays_while_a_location_that_may_hold_its_backup_is_not_listed(Reason reason) {
    HeldCopy copy =
        new HeldCopy(
            "x.y",
            "27e0ff0f",
            Optional.of(NOW),
            Origin.AUTOMATIC,
            false,
            true,
            new Content(1, "", Optional.empty()));
    issues.heard(NOTHING, List.of(new Judgement(copy, reason)), Optional.empty(), false);
    assertThat(shown).hasSize(1);

    issues.heard(NOTHING, List.of(), Optional.empty(), false);
    assertThat(shown).hasSize(1);

    issues.heard(NOTHING, List.of(), Optional.empty(), true);
    assertThat(shown).isEmpty();
  }

  @Test
  void settings_that_were_looked_through_end_their_issue() {
    issues.settingsInDoubt(true);
    assertThat(shown).containsExactly("backup_settings_in_doubt");

    issues.settingsInDoubt(false);
    assertThat(shown).isEmpty();
  }
}
