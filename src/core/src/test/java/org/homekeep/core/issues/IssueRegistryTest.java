package org.homekeep.core.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of framework.md §9. */
class IssueRegistryTest {
  private static final JsonObject KEY =
      new JsonObject().put("domain", "fixture").put("issue_id", "cap");
  private Path config;
  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path directory) {
    config = directory;
    hub = EntriesHub.start(config);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void report(boolean persistent) {
    report(issue(persistent));
  }

  private void report(Issue issue) {
    hub.onContext(
        () -> {
          hub.issues.report("fixture", issue, Map.of("flow_id", "f"));
          return true;
        });
  }

  private static Issue issue(boolean persistent) {
    return new Issue(
        "cap",
        Severity.ERROR,
        true,
        persistent,
        "cap_reached",
        Map.of("bucket", "b"),
        Optional.empty());
  }

  @Test
  void an_integration_has_at_most_200_issues_and_they_are_small() {
    IssueReporter reporter = hub.issues.reporter("fixture");
    for (int i = 0; i < 300; i++) {
      reporter.report(Issue.of("issue" + i, Severity.WARNING, "cap_reached", Map.of()));
    }
    reporter.report(
        Issue.of("issue0", Severity.WARNING, "cap_reached", Map.of("bucket", "changed")));
    reporter.resolve("issue1");
    reporter.report(
        Issue.of("large", Severity.WARNING, "cap_reached", Map.of("bucket", "x".repeat(1 << 20))));
    reporter.report(Issue.of("last", Severity.WARNING, "cap_reached", Map.of()));

    assertThat(all())
        .hasSize(200)
        .extracting(issue -> issue.getString("issue_id"))
        .contains("issue0", "large")
        .doesNotContain("issue1", "last", "issue250");
    assertThat(bucket("large")).contains("x…x").hasSizeLessThan(5_000);
  }

  @Test
  void a_text_of_outside_in_an_issue_moves_no_cursor_and_turns_nothing_around() {
    hub.issues
        .reporter("fixture")
        .report(
            Issue.of(
                "hostile",
                Severity.WARNING,
                "cap_reached",
                Map.of("bucket", "a\n\u001b[2J\u202e")));

    assertThat(bucket("hostile")).isEqualTo("a\n\\u{1b}[2J\\u{202e}");
  }

  @Test
  void a_list_in_a_text_of_an_issue_keeps_its_lines() {
    hub.issues
        .reporter("fixture")
        .report(
            Issue.of(
                "list", Severity.WARNING, "cap_reached", Map.of("bucket", "* `a`\n* `b\u001b`")));

    assertThat(bucket("list")).isEqualTo("* `a`\n* `b\\u{1b}`");
  }

  private String bucket(String issueId) {
    return hub.issues(issue -> issue.getString("issue_id").equals(issueId))
        .get(0)
        .getJsonObject("translation_placeholders")
        .getString("bucket");
  }

  private List<JsonObject> all() {
    return hub.issues(issue -> true);
  }

  private void restart() {
    hub.close();
    hub = EntriesHub.start(config);
  }

  @Test
  void an_issue_is_listed_in_the_form_of_the_wire() {
    report(false);

    assertThat(all())
        .containsExactly(
            new JsonObject(
                """
                {"domain":"fixture","issue_id":"cap","issue_domain":null,"is_fixable":true,
                 "severity":"error","translation_key":"cap_reached",
                 "translation_placeholders":{"bucket":"b"},"breaks_in_ha_version":null,
                 "learn_more_url":null,"dismissed_version":null,"ignored":false,
                 "created":"2026-08-01T10:00:00.123456+00:00"}
                """));
  }

  @Test
  void an_issue_says_which_integration_it_is_about_after_a_restart_too() {
    report(issue(true).about("backblaze_b2"));
    assertThat(all()).extracting(issue -> issue.getString("issue_domain")).contains("backblaze_b2");

    restart();

    assertThat(all()).extracting(issue -> issue.getString("issue_domain")).contains("backblaze_b2");
  }

  @Test
  void reporting_again_keeps_the_age_and_that_it_is_ignored() {
    report(false);
    JsonObject ignored = hub.command("repairs/ignore_issue", KEY.copy().put("ignore", true));
    hub.clock.set(Instant.parse("2026-09-01T00:00:00Z"));
    report(false);

    assertThat(ignored.getBoolean("success")).isTrue();
    assertThat(all().get(0).getBoolean("ignored")).isTrue();
    assertThat(all().get(0).getString("dismissed_version")).isNotEmpty();
    assertThat(all().get(0).getString("created")).startsWith("2026-08-01");
    hub.command("repairs/ignore_issue", KEY.copy().put("ignore", false));
    assertThat(all().get(0).getBoolean("ignored")).isFalse();
  }

  @Test
  void a_persistent_issue_is_there_after_a_restart() {
    report(true);
    JsonObject before = all().get(0);
    restart();

    assertThat(all()).containsExactly(before);
    assertThat(
            hub.command("repairs/get_issue_data", KEY)
                .getJsonObject("result")
                .getJsonObject("issue_data"))
        .isEqualTo(new JsonObject().put("flow_id", "f"));
  }

  @Test
  void another_issue_is_not_there_after_a_restart_but_was_ignored_for_ever() {
    report(false);
    hub.command("repairs/ignore_issue", KEY.copy().put("ignore", true));
    restart();
    assertThat(all()).isEmpty();

    report(false);

    assertThat(all().get(0).getBoolean("ignored")).isTrue();
  }

  @Test
  void an_unknown_issue_has_a_code_of_its_own() {
    JsonObject error = hub.command("repairs/get_issue_data", KEY).getJsonObject("error");

    assertThat(error)
        .isEqualTo(
            new JsonObject().put("code", "unknown_issue").put("message", "Issue 'cap' not found"));
    assertThat(
            hub.command("repairs/ignore_issue", KEY.copy().put("ignore", true))
                .getBoolean("success"))
        .isFalse();
  }

  @Test
  void every_change_fires_an_event_and_what_is_no_change_none() {
    report(false);
    report(false);
    hub.command("repairs/ignore_issue", KEY.copy().put("ignore", true));
    hub.onContext(
        () -> {
          hub.issues.resolve("fixture", "cap");
          hub.issues.resolve("fixture", "cap");
          return true;
        });

    assertThat(hub.fired).containsExactly(event("create"), event("update"), event("remove"));
  }

  private static JsonObject event(String action) {
    return KEY.copy().put("type", "repairs_issue_registry_updated").put("action", action);
  }

  @Test
  void ignoring_is_for_administrators() {
    report(false);

    assertThat(
            hub.command(
                    hub.socketOfPerson(), "repairs/ignore_issue", KEY.copy().put("ignore", true))
                .getJsonObject("error")
                .getString("code"))
        .isEqualTo("unauthorized");
  }
}
